import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Answer, type Hospital, openHospital, shipped } from './support/hospital.ts';

/*
 * Fix once, heal all: messages stop at rows that a table lacks; the row is added once, and exactly the messages that missed it are
 * replayed, in the order in which they were accepted, without a second effect anywhere.
 */
let hospital: Hospital;
beforeAll(async () => {
  hospital = await openHospital();
});
afterAll(() => hospital.close());

const usage = JSON.parse(shipped('procedure-supply-usage', 'shelf-runs-low.json').toString()) as {
  usageId: string;
  lines: Record<string, unknown>[];
};

async function send(usageId: string, item: string): Promise<void> {
  const lines = [{ ...usage.lines[0], item, quantity: 1 }];
  const { status } = await hospital.post('supply-usage', JSON.stringify({ ...usage, usageId, lines }));
  expect(status).toBe(202);
}

async function until<T>(look: () => Promise<T | null>): Promise<T> {
  for (let i = 0; i < 150; i++) {
    const found = await look();
    if (found !== null) return found;
    await new Promise((again) => setTimeout(again, 100));
  }
  throw new Error('it did not come to that in 15 s');
}

type Group = {
  code: string;
  node: string;
  count: number;
  missed: { table: string; hash: string; key: string[]; count: number }[];
};
const groups = async () =>
  ((await hospital.api('/quarantine/groups?environment=dev')).body as { groups: Group[] }).groups;
const posted = async () => {
  const { entries } = (await hospital.partner('erp', '/_ledger?limit=500')) as unknown as {
    entries: { outcome: string; key: string; content: Answer }[];
  };
  return entries.filter(({ outcome }) => outcome === 'accepted');
};

it('adds one row and heals exactly the messages that missed it, in order, once', async () => {
  for (let i = 0; i < 20; i++) await send(`U-A-${i}`, 'NEW-ITEM-A');
  for (let i = 0; i < 12; i++) await send(`U-B-${i}`, 'NEW-ITEM-B');
  await hospital.post('supply-usage', shipped('procedure-supply-usage', 'bad-closed-period.json'));
  const found = await until(async () => {
    const all = await groups();
    return all.reduce((sum, { count }) => sum + count, 0) === 33 ? all : null;
  });
  const lookups = found.find(({ code }) => code === 'lookup_missing')!;
  expect(found).toHaveLength(2);
  expect(lookups.missed).toMatchObject([
    { table: 'item-xref', key: ['NEW-ITEM-A'], count: 20 },
    { table: 'item-xref', key: ['NEW-ITEM-B'], count: 12 },
  ]);
  const { body: unmapped } = await hospital.api('/unmapped?environment=dev');
  expect((unmapped as { rows: object[] }).rows).toMatchObject([
    { key: ['NEW-ITEM-A'], count: 20, flows: ['procedure-supply-usage'] },
    { count: 12 },
  ]);

  const { body: table } = await hospital.api('/tables/item-xref/rows?environment=dev');
  const { rows } = table as unknown as { rows: { values: Record<string, string> }[] };
  const known = rows.find(({ values }) => values['item'] === String(usage.lines[0]!['item']))!.values;
  const values = { ...known, item: 'NEW-ITEM-A' };
  const added = await hospital.api('/tables/item-xref/rows', {
    method: 'PUT',
    json: { environment: 'dev', rows: [{ line: 1, values }], note: 'seen at the point of use' },
  });
  expect(added).toMatchObject({ status: 200, body: { rows: rows.length + 1 } });

  const { hash } = lookups.missed[0]!;
  const selection = {
    environment: 'dev',
    quarantine: { missed: { table: 'item-xref', hash } },
    version: 'live',
    from: 'received',
  };
  // A dry run says the same of the row that is there now and of the one that is not, and tells no partner.
  const rehearse = async (selected: object) =>
    (await hospital.api('/replays/rehearsal', { method: 'POST', json: selected })).body as {
      count: number;
      samples: { stops: Answer[]; destinations: Answer[] }[];
    };
  const healed = await rehearse(selection);
  expect(healed).toMatchObject({ count: 20, samples: Array(6).fill({ stops: [], why: null }) });
  expect(healed.samples[0]!.destinations).toMatchObject([
    { node: 'erp', fate: 'sent', after: { usageId: expect.any(String) } },
    { node: 'inventory', fate: 'sent' },
    { node: 'billing', fate: 'sent' },
  ]);
  const other = { ...selection, quarantine: { missed: { table: 'item-xref', hash: lookups.missed[1]!.hash } } };
  const [stopped] = (await rehearse(other)).samples;
  expect(stopped!.stops).toMatchObject([{ code: 'lookup_missing', path: 'lines[0].item', name: 'ERP item number' }]);
  expect(stopped!.destinations.map(({ fate }) => fate)).toEqual(['stopped', 'stopped', 'stopped']);
  expect(await posted()).toHaveLength(0);

  const plan = await hospital.api('/replays/plan', { method: 'POST', json: selection });
  expect(plan.body).toMatchObject({ count: 20 });
  const id = crypto.randomUUID();
  const ask = () =>
    hospital.api('/replays', { method: 'POST', json: { ...selection, id, reason: 'item A is mapped now' } });
  const [first, second] = [await ask(), await ask()];
  expect(first.body).toMatchObject({ total: 20, started: 20 });
  expect(second.body).toMatchObject({ id, total: 20, started: 20 });

  const progress = await until(async () => {
    const { body } = await hospital.api(`/replays/${id}`);
    return (body as { outcome: { done: number } }).outcome.done === 20 ? body : null;
  });
  expect(progress).toMatchObject({ state: 'done', items: { made: 20 }, outcome: { running: 0, quarantined: 0 } });
  expect((await groups()).map(({ count }) => count).sort()).toEqual([1, 12]);
  const entries = await posted();
  expect(entries).toHaveLength(20);
  expect(new Set(entries.map(({ key }) => key)).size).toBe(20);
});

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseCsv } from '@throughline/formats';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Answer, type Hospital, openHospital, type Partner, shipped } from './support/hospital.ts';
import { until } from './support/stage.ts';

const FLOW = 'procedure-supply-usage';
const tables = fileURLToPath(new URL('../flows/tables/', import.meta.url));
const PARTNERS: Partner[] = ['inventory', 'billing', 'erp'];

let hospital: Hospital;
beforeAll(async () => {
  hospital = await openHospital();
}, 120_000);
beforeEach(async () => {
  for (const name of PARTNERS) await hospital.partner(name, '/_reset', {});
});
afterAll(() => hospital.close());

interface Counts {
  accepted: number;
  delivered: number;
  quarantined: number;
  filtered: number;
  inFlight: number;
}
type Ledger = Record<string, Counts>;

async function ledger(flow = FLOW): Promise<Ledger> {
  const { body } = await hospital.api(`/ledger?environment=dev&flow=${flow}`);
  const lines = body['destinations'] as (Counts & { destination: string; flow: string })[];
  return Object.fromEntries(lines.map(({ destination, flow: _, ...counts }) => [destination, counts]));
}

/** Waits until nothing is in flight and the whole flow has taken `more` messages since `before`. */
async function settled(before: Ledger, more: number, flow = FLOW): Promise<Ledger> {
  let now: Ledger = {};
  await until(async () => {
    now = await ledger(flow);
    return (
      Object.entries(now).every(
        ([node, counts]) => counts.inFlight === 0 && counts.accepted === (before[node]?.accepted ?? 0) + more,
      ) && Object.keys(now).length > 0
    );
  }, 20);
  return now;
}

const send = (name: string) =>
  name.endsWith('.hl7')
    ? hospital.mllp(shipped(FLOW, name)).then((ack) => expect(ack[1]).toMatch(/^MSA\|AA\|/))
    : hospital.post('supply-usage', shipped(FLOW, name)).then(({ status }) => expect(status).toBe(202));

async function effects(name: Partner): Promise<Answer[]> {
  const { entries } = (await hospital.partner(name, '/_ledger?outcome=accepted')) as { entries: { effect: Answer }[] };
  return entries.map(({ effect }) => effect);
}

/** What a partner holds of one message: the journal's debit total, the charge total, the stock changes by item. */
async function held() {
  const [stock, charges, journal] = [await effects('inventory'), await effects('billing'), await effects('erp')];
  const movements = stock.flatMap(({ movements: all }) => all as { item: string; location: string; change: number }[]);
  const debits = journal.flatMap(({ lines }) => (lines as { debit?: number }[]).map(({ debit = 0 }) => debit));
  return {
    stock: Object.fromEntries(movements.map(({ item, location, change }) => [`${item}@${location}`, change])),
    charged: charges.map(({ total }) => total),
    valued: Math.round(100 * debits.reduce((sum, debit) => sum + debit, 0)) / 100,
  };
}

describe('a good message reaches all partners that it concerns, with the analyst’s figures', () => {
  it.each([
    [
      'knee-replacement.json',
      { '40018401@OR-4': -2, '40020221@OR-4': -4, '40030410@OR-4': -2, '40032075@OR-4': -3 },
      [11008.39],
      3177.01,
    ],
    ['hip-replacement.json', { '40020250@OR-2': -3 }, [14148.07], 4352.3],
    [
      'coronary-stent.json',
      {
        '40015012@CATH-1': -1,
        '40050130@CATH-1': -1,
        '40051400@CATH-1': -1,
        '40052600@CATH-1': -1,
        '40030415@CATH-1': -1,
      },
      [4140.5],
      1202.8,
    ],
    ['boxed-sutures.json', { '40020221@OR-2': -36, '40020240@OR-2': -2, '40017510@WEST-CS': -1 }, [761.25], 217.5],
    ['room-charge-only.json', { '40030411@OR-1': -1, '40031510@OR-1': -2, '40070011@OR-1': -1 }, [], 23.41],
    ['old-cabinet-number.json', { '40020221@OR-4': -2, '40032070@OR-4': -1 }, [22.4], 7.52],
    ['shelf-runs-low.json', { '40020221@OR-4': -40 }, [448], 128],
    ['knee-replacement.hl7', { '40018401@OR-4': -2, '40020221@OR-4': -4, '40030410@OR-4': -2 }, [8866.39], 2561.65],
    ['bill-only-implant.hl7', {}, [6233.15], 1780.9],
    ['returned-to-shelf.hl7', { '40020221@OR-4': 1 }, [], 3.2],
  ])('%s', async (name, stock, charged, valued) => {
    const before = await ledger();
    await send(name);
    const after = await settled(before, 1);
    expect(await held()).toEqual({ stock, charged, valued });
    const gained = (node: string) => after[node]!.delivered - (before[node]?.delivered ?? 0);
    expect([gained('erp'), gained('inventory'), gained('billing')]).toEqual([
      1,
      Object.keys(stock).length > 0 ? 1 : 0,
      charged.length,
    ]);
  });

  it('and throughline ledger says the same as the server and adds up', async () => {
    const { exit, out } = await hospital.throughline('ledger', '--flow', FLOW, '--json');
    expect(exit).toBe(0);
    const { destinations } = JSON.parse(out) as { destinations: (Counts & { destination: string })[] };
    const now = await ledger();
    expect(destinations.map(({ destination }) => destination).sort()).toEqual(['billing', 'erp', 'inventory']);
    for (const line of destinations) {
      expect(line).toMatchObject(now[line.destination]!);
      expect(line.accepted).toBe(line.delivered + line.quarantined + line.filtered + line.inFlight);
    }
  });
});

describe('an item nobody has mapped', () => {
  it('is quarantined with step, code and field, and no partner hears of it; mapped and replayed it is healed', async () => {
    const before = await ledger();
    await send('bad-unmapped-item.json');
    const after = await settled(before, 1);
    for (const node of ['erp', 'inventory', 'billing'])
      expect(after[node]!.quarantined).toBe((before[node]?.quarantined ?? 0) + 1);
    expect(await held()).toEqual({ stock: {}, charged: [], valued: 0 });
    const listed = await hospital.throughline('quarantine', '--flow', FLOW, '--json');
    expect((JSON.parse(listed.out) as { messages: unknown[] }).messages).toMatchObject([
      { node: 'item', code: 'lookup_missing', path: 'lines[3].item', state: 'open' },
    ]);

    const planned = await hospital.throughline('replay', '--flow', FLOW, '--dry-run', '--json');
    expect(JSON.parse(planned.out)).toMatchObject({ count: 1 });
    expect(await ledger()).toEqual(after);

    await mapItem('IMP-99999', '40010293');
    const replayed = await hospital.throughline('replay', '--flow', FLOW, '--reason', 'the item is mapped now');
    expect(replayed).toMatchObject({ exit: 0, out: expect.stringContaining('1 message on their way') });
    const healed = await settled(before, 1);
    expect(healed['erp']).toMatchObject({
      quarantined: before['erp']!.quarantined,
      delivered: before['erp']!.delivered + 1,
    });
    expect((await effects('erp')).map(({ postingId }) => postingId)).toEqual(['JE-SU-2026-900000']);
    expect((await hospital.throughline('replay', '--flow', FLOW, '--dry-run')).exit).toBe(1);
  });
});

describe('the same message twice', () => {
  it('has one effect over HTTP; other content under its key is refused', async () => {
    const message = Buffer.from(
      shipped(FLOW, 'room-charge-only.json').toString().replace('SU-2026-118411', 'SU-2026-500001'),
    );
    const before = await ledger();
    const first = await hospital.post('supply-usage', message);
    const again = await hospital.post('supply-usage', message);
    expect([first.status, again.status, again.headers.get('idempotency-replayed')]).toEqual([202, 202, 'true']);
    expect(again.body['messageId']).toBe(first.body['messageId']);
    const other = await hospital.post('supply-usage', message.toString().replace('"quantity": 1', '"quantity": 2'));
    expect(other).toMatchObject({ status: 422, body: { code: 'key_reused' } });
    await settled(before, 1);
    expect(await effects('erp')).toHaveLength(1);
    expect(await effects('inventory')).toHaveLength(1);
  });

  it('has one effect over MLLP', async () => {
    const message = Buffer.from(
      shipped(FLOW, 'knee-replacement.hl7')
        .toString()
        .replaceAll('SU-2026-118210', 'SU-2026-500002')
        .replace('OR20261117-0091', 'OR20261117-5002'),
    );
    const before = await ledger();
    for (let i = 0; i < 2; i++) expect((await hospital.mllp(message))[1]).toBe('MSA|AA|OR20261117-5002');
    await settled(before, 1);
    expect(await effects('billing')).toHaveLength(1);
    expect((await hospital.mllp(Buffer.from(message.toString().replace('|||4||', '|||5||'))))[1]).toMatch(/^MSA\|AE\|/);
  });
});

it('stops at a closed period before inventory and billing hear of it, and goes on once it is open', async () => {
  const before = await ledger();
  await send('bad-closed-period.json');
  const after = await settled(before, 1);
  expect(after['erp']!.quarantined).toBe(before['erp']!.quarantined + 1);
  expect(await held()).toEqual({ stock: {}, charged: [], valued: 0 });
  const { body } = await hospital.api(`/quarantine?environment=dev&flow=${FLOW}&state=open`);
  expect(body['messages']).toMatchObject([{ node: 'erp', code: 'http_409', class: 'rejected' }]);

  await hospital.partner('erp', '/_periods/2026-09', { open: true });
  const { status } = await hospital.api('/replays', {
    method: 'POST',
    json: { environment: 'dev', quarantine: { flow: FLOW }, reason: 'the period is open' },
  });
  expect(status).toBe(201);
  await settled(before, 1);
  expect((await held()).valued).toBeGreaterThan(0);
  expect(await effects('inventory')).toHaveLength(1);
});

it('answers an item lookup from the ERP, and 404 for what nobody knows', async () => {
  const ask = (name: string) => hospital.post('item-lookup', shipped('item-lookup', name));
  expect(await ask('stocked-suture.json')).toMatchObject({
    status: 200,
    body: { erpItem: '40020221', price: { amount: 3.2 }, charge: { code: '2720221', amount: 11.2 } },
  });
  expect(await ask('bad-not-yet-mapped.json')).toMatchObject({ status: 404, body: { code: 'item_unmapped' } });
  expect(await ask('bad-no-item.json')).toMatchObject({
    status: 422,
    body: { code: 'question_invalid', field: 'item' },
  });
});

it('matches receipts and invoices in the order of their purchase orders', async () => {
  const flow = 'goods-receipt-to-ap';
  const names = [
    '1-receipt-complete',
    '2-invoice-matched',
    '3-receipt-partial',
    '4-invoice-over-quantity',
    '5-receipt-with-damage',
    '6-invoice-price-within-tolerance',
    '7-receipt-dressings',
    '8-invoice-price-over',
  ];
  for (const name of names) expect((await hospital.post(flow, shipped(flow, `${name}.json`))).status).toBe(202);
  const now = await settled({}, 8, flow);
  expect(now).toMatchObject({
    receipt: { delivered: 4, filtered: 4 },
    invoice: { delivered: 4, filtered: 4 },
    buyer: { delivered: 2, filtered: 6 },
  });
  const invoices = (await effects('erp')).filter(({ kind }) => kind === 'invoice');
  expect(Object.fromEntries(invoices.map(({ invoice, status }) => [invoice, status]))).toEqual({
    'INV-330981': 'payable',
    'DD-10442': 'blocked',
    'EV-7731': 'payable',
    'JWC-2209': 'blocked',
  });
});

it('publishes and pulls a flow, says what is wrong with a bad one, and keeps the audit whole', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-pull-'));
  const file = join(folder, 'item-lookup/flow.json');
  const shippedText = readFileSync(new URL('../flows/item-lookup/flow.json', import.meta.url), 'utf8');
  const changed = shippedText.replace('"name": "Item lookup"', '"name": "Item look-up"');
  mkdirSync(dirname(file));
  writeFileSync(file, changed);
  const push = () =>
    hospital.throughline('push', 'item-lookup', '--flows', folder, '--note', 'test', '--deploy', 'dev');
  expect(await push()).toMatchObject({
    exit: 0,
    out: expect.stringContaining('live       item-lookup version 2 in dev'),
  });
  expect(await push()).toMatchObject({ exit: 0, out: 'same       item-lookup version 2\n' });
  rmSync(file);
  const pulled = await hospital.throughline('pull', 'item-lookup', '--flows', folder);
  expect(pulled).toMatchObject({ exit: 0, out: expect.stringContaining('version 2') });
  expect(readFileSync(file, 'utf8')).toBe(changed);
  rmSync(folder, { recursive: true });

  const bad = await hospital.api('/flows/item-lookup/versions', {
    method: 'POST',
    json: { document: { schema: 1, id: 'item-lookup' } },
  });
  expect(bad).toMatchObject({ status: 200, body: { version: null } });
  const table = await hospital.api('/tables', {
    method: 'POST',
    json: { environment: 'dev', ...itemXref([{ line: 2, values: { item: '' } }]) },
  });
  expect(table).toMatchObject({ status: 400, body: { code: 'table_refused' } });
  expect(await hospital.throughline('audit', 'verify')).toMatchObject({
    exit: 0,
    out: expect.stringContaining('The audit is whole'),
  });
});

function itemXref(rows: { line: number; values: Record<string, string> }[]) {
  return { definition: JSON.parse(readFileSync(`${tables}item-xref.json`, 'utf8')) as unknown, rows };
}

/** Adds a row to the item cross-reference, as the item master team would. */
async function mapItem(item: string, erpItem: string): Promise<void> {
  const { rows } = parseCsv(readFileSync(`${tables}item-xref.csv`));
  const all = rows.map(({ line, record }) => ({ line, values: record! }));
  const like = all.find(({ values }) => values['erpItem'] === erpItem)!;
  const { status } = await hospital.api('/tables', {
    method: 'POST',
    json: {
      environment: 'dev',
      ...itemXref([...all, { line: all.length + 2, values: { ...like.values, item } }]),
      note: `${item} mapped`,
    },
  });
  expect(status).toBe(200);
}

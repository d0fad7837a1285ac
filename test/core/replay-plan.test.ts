import type { TableDefinition } from '@throughline/contracts';
import { receive } from '@throughline/nodes/runs';
import {
  bindTable,
  importTable,
  inTransaction,
  listRuns,
  planReplay,
  type ReplayMode,
  type Selection,
  startReplay,
} from '@throughline/store';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Destination, fail, ok } from '../support/destination.ts';
import { openPartnered, type Partnered } from '../support/partnered.ts';
import { flowOf, node, type Stage, until } from '../support/stage.ts';

/* RUNS.md promises 6 and 10: what a replay plan says of a partner that is away, and which tables a replay reads. */
let stage: Stage;
let partner: Destination;
let close: Partnered['close'];
beforeAll(async () => {
  ({ stage, partner, close } = await openPartnered());
});
beforeEach(() => {
  partner.answer = ok;
  partner.arrivals.length = 0;
});
afterAll(() => close());

const keys = { idempotency: ['id'], order: null, business: [], correlation: null };
const retry = { firstS: 0.1, maxS: 1, budgetS: 60 };
const post = (id: string) => node(id, 'connector.http', { connection: 'partner', url: `/${id}`, retry });
const bodies = () => partner.arrivals.map(({ body }) => body);

const plan = (selection: Selection, mode: ReplayMode) => planReplay(stage.store, selection, mode, receive);
async function replay(runs: string[], mode: ReplayMode) {
  const { targets } = await plan({ environment: 'dev', runs }, mode);
  const request = { id: crypto.randomUUID(), environment: 'dev', mode, reason: 'test', by: 'test' };
  await inTransaction(stage.store, (tx) => startReplay(stage.store, tx, request, targets, receive));
}
const runsOf = async (flow: string) =>
  (await listRuns(stage.store, { environment: 'dev', flow, limit: 50 })).map(({ id }) => id).reverse();

it('tells of an open circuit, and counts the wait into the time it would take', async () => {
  const trigger = node('in', 'trigger.http', { path: 'charges', keys });
  await stage.live(flowOf('charges', [trigger, post('charge')], ['in>charge']));
  for (let i = 0; i < 6; i++) await stage.send('charges', { id: `before-${i}` });
  await until(async () => (await stage.ledger('charges'))['charge']?.delivered === 6);
  const runs = await runsOf('charges');
  const again = { from: 'received', version: 'live', repeat: true } as const;
  const chargeOf = async (mode: ReplayMode) => {
    const { destinations } = await plan({ environment: 'dev', runs }, mode);
    expect(destinations).toHaveLength(1);
    return destinations[0]!;
  };
  const calm = await chargeOf(again);
  expect(calm).toMatchObject({ destination: 'charge', partner: 'partner', sends: 6, confirmed: 0, gate: null });
  // The messages may have fallen into two minutes.
  expect(calm.estimateMs).toBe((6 / calm.perMinute!) * 60_000);

  partner.answer = fail(503);
  for (let i = 0; i < 8; i++) await stage.send('charges', { id: `away-${i}` });
  await until(async () => (await chargeOf(again)).gate !== null, 20);
  const away = await chargeOf(again);
  expect(away.gate).toMatchObject({ reason: 'http_503', until: expect.any(Date) });
  expect(away.gate!.waitMs).toBeLessThanOrEqual(5_000);
  expect(away.estimateMs).toBe(away.gate!.waitMs + (6 / away.perMinute!) * 60_000);
  // Who waits for the partner is still under way: a replay beside that may arrive twice.
  const all = { environment: 'dev', runs: await runsOf('charges') };
  await until(async () => (await plan(all, again)).targets.filter(({ isUnderWay }) => isUnderWay).length === 8, 20);
  // Nothing is sent to it, so nothing waits for it.
  expect(await chargeOf({ ...again, repeat: false })).toMatchObject({ sends: 0, confirmed: 6, estimateMs: 0 });

  // Replayed all the same, they wait with the others, and nobody knocks meanwhile but the probe.
  const knocks = partner.arrivals.length;
  await replay(runs, again);
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(partner.arrivals.length - knocks).toBeLessThanOrEqual(1);
  partner.answer = ok;
  await until(async () => (await stage.ledger('charges'))['charge']?.inFlight === 0, 30);
  expect(partner.effects.size).toBe(6 + 8 + 6);
  expect((await chargeOf(again)).gate).toBeNull();
  expect((await plan(all, again)).targets.filter(({ isUnderWay }) => isUnderWay)).toEqual([]);
}, 90_000);

const prices: TableDefinition = {
  ...{ name: 'prices', title: 'Prices', key: ['item'], effective: false },
  columns: [
    { name: 'item', title: 'Item', type: 'text', required: true },
    { name: 'price', title: 'Price', type: 'text', required: true },
  ],
};

async function importPrices(all: Record<string, string>): Promise<string> {
  const rows = Object.entries(all).map(([item, price], i) => ({ line: i + 1, values: { item, price } }));
  const wanted = { environment: 'dev', definition: prices, rows, note: 'test', by: 'test' };
  return (await inTransaction(stage.store, (tx) => importTable(tx, wanted))).id;
}

it('reads the tables a message was accepted with, or those that are bound now, older ones too', async () => {
  const first = await importPrices({ A: 'first' });
  const trigger = node('in', 'trigger.http', { path: 'priced', keys });
  const lookup = node('price', 'enrich.lookup', { table: 'prices', keys: ['item'], column: 'price', into: 'price' });
  await stage.live(flowOf('priced', [trigger, lookup, post('book')], ['in>price', 'price>book']));
  const sent = async (id: string, item: string, end: 'delivered' | 'quarantined', count: number) => {
    await stage.send('priced', { id, item });
    await until(async () => (await stage.ledger('priced'))['book']?.[end] === count);
  };
  await sent('one', 'A', 'delivered', 1);
  await sent('missing', 'B', 'quarantined', 1);
  const second = await importPrices({ A: 'second', B: 'second' });
  // The door hears of what is bound within a moment.
  await until(async () => {
    const [row] = await stage.store.sql<
      { tables: { id: string }[] }[]
    >`select tables from pin order by id desc limit 1`;
    return row!.tables[0]!.id === second;
  });
  await sent('two', 'A', 'delivered', 2);
  expect(bodies()).toEqual(['{"id":"one","item":"A","price":"first"}', '{"id":"two","item":"A","price":"second"}']);
  const [one, missing, two] = (await runsOf('priced')) as [string, string, string];

  const replayed = async (run: string, version: ReplayMode['version']) => {
    const before = partner.arrivals.length;
    await replay([run], { from: 'received', version, repeat: true });
    await until(() => partner.arrivals.length === before + 1);
    return (JSON.parse(bodies().at(-1)!) as { price: string }).price;
  };
  expect(await replayed(one, 'as-run')).toBe('first');
  expect(await replayed(one, 'live')).toBe('second');
  expect(await replayed(one, 1)).toBe('second');
  expect(await replayed(missing, 'live')).toBe('second');

  await inTransaction(stage.store, (tx) => bindTable(tx, { environment: 'dev', table: 'prices', version: first }));
  expect(await replayed(two, 'live')).toBe('first');
  expect(await replayed(two, 'as-run')).toBe('second');
  // And what never had a row there stops again, as it did.
  await replay([missing], { from: 'received', version: 'as-run', repeat: true });
  await until(async () => (await stage.ledger('priced'))['book']!.inFlight === 0);
  const open = await stage.store.sql<{ code: string }[]>`
    select code from quarantine where state = 'open' and node = 'price'`;
  expect(open.map(({ code }) => code)).toEqual(['lookup_missing']);
}, 60_000);

import { newId } from '@throughline/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase } from '../../../../test/support/postgres.ts';
import { type Seeded, seedFlow, seedRun } from './testing/flow.ts';
import { emailOf, openWorld, type World } from './testing/world.ts';

const planOf = (name: string) => ({
  name,
  steps: [{ node: 'billing', config: { connection: 'billing-system' } }],
  destinations: [{ step: 0, node: 'billing', name: 'Billing' }],
});

let world: World;
let cookie: string;
let usage: Seeded;
let receipts: Seeded;
beforeAll(async () => {
  world = await openWorld(await createDatabase());
  cookie = await world.signIn(emailOf('operator'));
  usage = await seedFlow(world.store, 'usage', planOf('usage'));
  receipts = await seedFlow(world.store, 'receipts', planOf('receipts'));
});
afterAll(() => world.close());

const get = async (path: string, as = cookie) =>
  (await world.ask('GET', path, { cookie: as })).json() as Promise<never>;
const found = async (query: string) =>
  ((await get(`/runs?environment=dev&${query}`)) as { runs: { id: string }[] }).runs.map(({ id }) => id);

describe('a search', () => {
  it('finds by an open key, a blinded key, the correlation id, ids and a part of an error code', async () => {
    const { store } = world;
    const po = await seedRun(store, usage, { keys: { purchaseOrder: 'PO-7781' } });
    const patient = await seedRun(store, usage, { keys: { patient: store.keys.blind('MRN-0042') } });
    const event = await seedRun(store, receipts, { correlation: 'usage 17' });
    const failed = await seedRun(store, receipts, { state: 'quarantined', code: 'period_closed' });
    expect(await found('search=PO-7781')).toEqual([po]);
    expect(await found('search=MRN-0042')).toEqual([patient]);
    expect(await found('search=usage%2017')).toEqual([event]);
    expect(await found(`search=${failed.toUpperCase()}`)).toEqual([failed]);
    expect(await found('search=period')).toEqual([failed]);
    expect(await found('search=PO-7781&flow=receipts')).toEqual([]);
    expect(await found('search=nobody')).toEqual([]);
  });

  it('finds the replays of a message too, newest first', async () => {
    const { store } = world;
    const original = await seedRun(store, usage, { keys: { purchaseOrder: 'PO-9' } });
    const replay = newId();
    await store.sql`insert into run (id, message_id, deployment_id, pin_id, replay, state, open, stopped)
      values (${replay}, ${original}, ${usage.deployment}, ${usage.pin}, 1, 'done', 0, 0)`;
    expect(await found('search=PO-9')).toEqual([replay, original]);
    expect(await found('search=PO-9&replay=true')).toEqual([replay]);
    expect(await found('replay=true')).toEqual([replay]);
  });

  it('never shows the value of a personal key', async () => {
    const { runs } = (await get('/runs?environment=dev&search=MRN-0042')) as { runs: { keys: object[] }[] };
    expect(runs[0]!.keys).toEqual([{ name: 'patient', value: null }]);
  });
});

describe('a list', () => {
  it('shows what was accepted and has not begun as waiting', async () => {
    const { sql } = world.store;
    const id = newId();
    await sql`insert into message (id, deployment_id, node, digest, correlation_id, content_type, size)
      values (${id}, ${usage.deployment}, 'door', '\\x01', 'late', 'application/json', 2)`;
    const [lane] = await sql<{ id: number }[]>`insert into lane (deployment_id, node, key, ordered, slot)
      values (${usage.deployment}, '', 'PO-1', true, 0) returning id`;
    await sql`insert into work (lane_id, seq, run_id, message_id, pin_id, step, reach)
      values (${lane!.id}, 1, ${id}, ${id}, ${usage.pin}, 0, 1)`;
    expect(await found('state=waiting')).toEqual([id]);
    expect((await found('limit=1'))[0]).toBe(id);
    expect(await found('search=late')).toEqual([id]);
    expect(await found('state=done&search=late')).toEqual([]);
    await sql`delete from work`;
  });

  it('answers what is newer than a run, and narrows by node and version', async () => {
    const first = await seedRun(world.store, receipts, { state: 'quarantined', code: 'amount_mismatch' });
    const second = await seedRun(world.store, receipts);
    expect(await found(`after=${first}`)).toEqual([second]);
    expect(await found('node=map&code=amount_mismatch')).toEqual([first]);
    expect(await found('version=2')).toEqual([]);
  });
});

describe('an export', () => {
  it('streams every page, and lets no spreadsheet run a cell (O02)', async () => {
    const key = '=HYPERLINK("x")';
    for (const correlation of ['=1+1', '+cmd', '@sum', '-2+3', '\ttab']) {
      await seedRun(world.store, usage, { correlation, keys: { item: key } });
    }
    const path = `/runs/export?environment=dev&search=${encodeURIComponent(key)}`;
    const answer = await world.ask('GET', path, { cookie });
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="runs-dev.csv"');
    const [header, ...lines] = (await answer.text()).trimEnd().split('\r\n');
    expect(header).toContain('run,message,flow');
    expect(lines).toHaveLength(5);
    for (const start of ["'=1+1", "'+cmd", "'@sum", "'-2+3", "'\ttab"]) {
      expect(lines.some((line) => line.includes(`,${start},`))).toBe(true);
    }
    expect(lines.every((line) => !/,[=+@]/.test(line))).toBe(true);
    const json = await world.ask('GET', `${path}&format=json`, { cookie });
    expect(await json.json()).toHaveLength(5);
  });
});

describe('a timeline', () => {
  it('follows a key across flows by the correlation ids of what it finds, and shows what is not delivered', async () => {
    const { store } = world;
    const order = await seedRun(store, usage, { keys: { purchaseOrder: 'PO-55' }, correlation: 'event-55' });
    await store.sql`insert into delivery (run_id, node, message_id, key, attempts, status, reference, sealed, first_at)
      values (${order}, 'billing', ${order}, 'k', 1, '201', 'CHG-1', '\\x00', now())`;
    const other = await seedRun(store, receipts, {
      correlation: 'event-55',
      state: 'quarantined',
      code: 'period_closed',
    });
    // What was confirmed before it stopped, or by the run that it replays, is not missing.
    const confirmed = await seedRun(store, receipts, { correlation: 'event-55', state: 'quarantined', code: 'later' });
    await store.sql`insert into delivery (run_id, node, message_id, key, attempts, status, reference, sealed, first_at)
      values (${newId()}, 'billing', ${confirmed}, 'k2', 1, '201', 'CHG-2', '\\x00', now())`;
    const { entries } = (await get('/timeline?environment=dev&key=PO-55')) as { entries: object[] };
    expect(entries).toMatchObject([
      { run: order, flow: 'usage', deliveries: [{ node: 'billing', name: 'Billing', reference: 'CHG-1' }], open: [] },
      {
        run: other,
        flow: 'receipts',
        state: 'quarantined',
        deliveries: [],
        open: [{ node: 'billing', name: 'Billing' }],
      },
      { run: confirmed, state: 'quarantined', open: [] },
    ]);
    expect(await get('/timeline?environment=dev&key=nobody')).toEqual({ entries: [] });
    expect(await get('/timeline?environment=prod&key=PO-55')).toEqual({ entries: [] });
  });
});

describe('destinations', () => {
  it('say what was delivered, what failed last, and whether the circuit is open', async () => {
    const { sql } = world.store;
    const run = await seedRun(world.store, receipts);
    await sql`insert into attempt (run_id, node, number, code, class, sentence, began_at)
      values (${run}, 'billing', 1, 'http_503', 'unavailable', 'It is away.', now())`;
    await sql`insert into gate (environment_id, name, failures, paused_until, reason)
      select id, 'billing-system', 6, now() + interval '5 seconds', 'http_503' from environment where name = 'dev'`;
    const { destinations } = (await get('/destinations?environment=dev')) as { destinations: object[] };
    expect(destinations).toMatchObject([
      {
        flow: 'receipts',
        name: 'Billing',
        partner: 'billing-system',
        failed: 1,
        lastError: { code: 'http_503' },
        gate: { failures: 6 },
      },
      { flow: 'usage', delivered: 1, failed: 0, lastStatus: '201', waiting: 0, parked: 0 },
    ]);
  });
});

describe('saved views', () => {
  it('belong to one person, and the same name replaces', async () => {
    const put = (query: object) =>
      world.ask('PUT', '/views', { cookie, body: { screen: 'runs', name: 'Night', query } });
    await put({ state: 'quarantined' });
    await put({ state: 'running' });
    const { views } = (await get('/views?screen=runs')) as { views: { id: string; query: object }[] };
    expect(views).toMatchObject([{ name: 'Night', query: { state: 'running' } }]);
    const other = await world.signIn(emailOf('viewer'));
    expect(await get('/views?screen=runs', other)).toEqual({ views: [] });
    const { id } = views[0]!;
    expect((await world.ask('DELETE', `/views/${id}`, { cookie: other })).status).toBe(404);
    expect((await world.ask('DELETE', `/views/${id}`, { cookie })).status).toBe(204);
  });
});

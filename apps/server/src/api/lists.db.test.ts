import { randomBytes } from 'node:crypto';
import { newId } from '@throughline/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase } from '../../../../test/support/postgres.ts';
import { emailOf, openWorld, type World } from './testing/world.ts';

let world: World;
let cookie: string;
let deployment: number;
let pin: number;
beforeAll(async () => {
  world = await openWorld(await createDatabase());
  cookie = await world.signIn(emailOf('viewer'));
  const { sql } = world.store;
  const layout = { nodes: {}, frames: [], notes: [] };
  const document = {
    schema: 1,
    id: 'usage',
    name: 'Usage',
    description: '',
    nodes: [],
    wires: [],
    fixtures: [],
    layout,
  };
  await sql`insert into flow (id, draft, updated_by) values ('usage', ${JSON.stringify(document)}, 'Ann')`;
  for (const version of [1, 2]) {
    await sql`insert into flow_version (flow_id, version, document, plan, note, author)
      values ('usage', ${version}, '{}', '{}', ${`note ${version}`}, 'Ann')`;
  }
  const [made] = await sql<{ id: number }[]>`insert into deployment (environment_id, flow_id, version, changed_by)
    select id, 'usage', 1, 'Ann' from environment where name = 'dev' returning id`;
  deployment = made!.id;
  const [pinned] = await sql<{ id: number }[]>`insert into pin (deployment_id, version, tables, destinations)
    values (${deployment}, 1, '[]', ${['billing', 'erp']}) returning id`;
  pin = pinned!.id;
});
afterAll(() => world.close());

const get = async (path: string) => (await (await world.ask('GET', path, { cookie })).json()) as never;

async function run(state: 'running' | 'done' | 'quarantined', at: Date): Promise<string> {
  const id = newId(at.getTime());
  const code = state === 'quarantined' ? 'table_row_missing' : null;
  await world.store.sql`insert into message (id, deployment_id, node, digest, correlation_id, content_type, size)
    values (${id}, ${deployment}, 'door', ${randomBytes(32)}, ${`c-${id}`}, 'application/json', 2)`;
  await world.store.sql`insert into run (id, message_id, deployment_id, pin_id, state, open, stopped, error_code)
    values (${id}, ${id}, ${deployment}, ${pin}, ${state}, 0, 0, ${code})`;
  return id;
}

describe('the ledger', () => {
  it('sums its shards, and counts what is in flight from the work itself', async () => {
    const { sql } = world.store;
    await sql`insert into ledger (deployment_id, node, shard, accepted, delivered, quarantined, filtered) values
      (${deployment}, 'billing', 0, 5, 2, 1, 0), (${deployment}, 'billing', 3, 4, 3, 0, 1), (${deployment}, 'erp', 0, 9, 9, 0, 0)`;
    const [lane] = await sql<{ id: number }[]>`insert into lane (deployment_id, node, key, ordered, slot)
      values (${deployment}, '', '#0', false, 0) returning id`;
    for (const reach of [1, 3]) {
      await sql`insert into work (lane_id, seq, run_id, message_id, pin_id, step, reach)
        values (${lane!.id}, nextval('work_seq'), ${newId()}, ${newId()}, ${pin}, 0, ${reach})`;
    }
    const { destinations } = (await get('/ledger?environment=dev&flow=usage')) as { destinations: object[] };
    expect(destinations).toEqual([
      { flow: 'usage', destination: 'billing', accepted: 9, delivered: 5, quarantined: 1, filtered: 1, inFlight: 2 },
      { flow: 'usage', destination: 'erp', accepted: 9, delivered: 9, quarantined: 0, filtered: 0, inFlight: 1 },
    ]);
    expect(await get('/ledger?environment=prod')).toEqual({ destinations: [] });
    expect(await get('/ledger?environment=dev&flow=other')).toEqual({ destinations: [] });
    await sql`delete from work`;
  });
});

describe('flows', () => {
  it('say what is live where, with the sum of their destinations', async () => {
    const { flows } = (await get('/flows?environment=dev')) as { flows: object[] };
    expect(flows).toMatchObject([
      {
        id: 'usage',
        name: 'Usage',
        version: 2,
        live: { version: 1, active: true, changedBy: 'Ann' },
        counts: { accepted: 18 },
      },
    ]);
    const there = (await get('/flows?environment=prod')) as { flows: object[] };
    expect(there.flows).toMatchObject([{ id: 'usage', live: null, counts: { accepted: 0, inFlight: 0 } }]);
  });

  it('give their document and their versions, newest first', async () => {
    expect(await get('/flows/usage')).toMatchObject({ revision: 1, document: { id: 'usage', name: 'Usage' } });
    const { versions } = (await get('/flows/usage/versions')) as { versions: { version: number }[] };
    expect(versions.map(({ version }) => version)).toEqual([2, 1]);
  });
});

describe('runs', () => {
  it('come newest first, page by page, none twice and none left out', async () => {
    const now = Date.now();
    const made: string[] = [];
    for (let i = 0; i < 7; i++)
      made.push(await run((['done', 'running', 'quarantined'] as const)[i % 3]!, new Date(now - 60_000 + i)));
    const seen: string[] = [];
    let before = '';
    for (;;) {
      const page = (await get(`/runs?environment=dev&limit=3${before}`)) as {
        runs: { id: string }[];
        next: string | null;
      };
      seen.push(...page.runs.map(({ id }) => id));
      if (page.next === null) break;
      before = `&before=${page.next}`;
    }
    expect(seen).toEqual(made.toReversed());
  });

  it('begin with the acceptance of their message, a replay with itself', async () => {
    const [before, after] = ['2026-01-01T10:00:00.000Z', '2026-01-01T10:00:05.000Z'] as const;
    const times: string[] = [];
    for (const replay of [0, 1]) {
      const id = await run('done', new Date());
      await world.store.sql`update message set accepted_at = ${before} where id = ${id}`;
      await world.store.sql`update run set began_at = ${after}, replay = ${replay} where id = ${id}`;
      const { runs } = (await get('/runs?environment=dev&limit=1')) as { runs: { id: string; beganAt: string }[] };
      expect(runs[0]!.id).toBe(id);
      times.push(runs[0]!.beganAt);
    }
    expect(times).toEqual([before, after]);
  });

  it('are found by state, code, flow and time', async () => {
    const count = async (filter: string) =>
      ((await get(`/runs?environment=dev&${filter}`)) as { runs: object[] }).runs.length;
    expect(await count('state=quarantined')).toBe(2);
    expect(await count('code=table_row_missing')).toBe(2);
    expect(await count('flow=other')).toBe(0);
    expect(await count(`since=${new Date(Date.now() - 3_600_000).toISOString()}`)).toBe(9);
    expect(await count(`until=${new Date(Date.now() - 3_600_000).toISOString()}`)).toBe(0);
    const { runs } = (await get('/runs?environment=dev&state=quarantined&limit=1')) as { runs: object[] };
    expect(runs).toMatchObject([
      { flow: 'usage', version: 1, error: { code: 'table_row_missing', node: null }, endedAt: null },
    ]);
  });

  it.each(['limit=0', 'limit=201', 'limit=x', 'before=x', 'since=yesterday', 'state=lost', 'state=done&state=running'])(
    'refuse %s',
    async (filter) => {
      expect((await world.ask('GET', `/runs?environment=dev&${filter}`, { cookie })).status).toBe(400);
    },
  );
});

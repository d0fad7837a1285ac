import { randomBytes } from 'node:crypto';
import { listRuns, openStore, type RunQuery, type Store, saveEnvironment } from '@throughline/store';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDatabase } from '../../../../test/support/postgres.ts';
import { type Seeded, seedFlow, seedRun } from './testing/flow.ts';

const MANY = 20_000;
const HOUR_MS = 3_600_000;
let store: Store;
let quiet: Seeded;
beforeAll(async () => {
  const { url } = await createDatabase();
  // One connection: what it has read is counted on it.
  store = await openStore({ url, masterKey: randomBytes(32), name: 'many runs', max: 1 });
  await saveEnvironment(store, { name: 'dev', title: 'Dev', colour: 'teal', protected: false, settings: {} });
  const busy = await seedFlow(store, 'busy', {});
  quiet = await seedFlow(store, 'quiet', {});
  await store.sql`
    insert into run (id, message_id, deployment_id, pin_id, state, open, stopped, ended_at)
    select id, id, ${busy.deployment}, ${busy.pin}, 'done', 0, 0, now() from (
      select (substr(uuid_floor(now() - i * interval '1 ms')::text, 1, 14) || '7' || substr(md5(i::text), 1, 3) || '-8'
        || substr(md5(i::text), 4, 3) || '-' || substr(md5(i::text), 7, 12))::uuid as id from generate_series(1, ${MANY}) i) made`;
  await store.sql`analyze run`;
});
afterAll(() => store.close());

/** Rows of runs that were read for a list. */
async function read(query: Partial<RunQuery>): Promise<{ found: number; read: number }> {
  const { sql } = store;
  const count = async () => {
    await sql`select pg_stat_force_next_flush()`;
    const [row] = await sql<{ rows: string }[]>`
      select sum(coalesce(idx_tup_fetch, 0) + seq_tup_read) as rows from pg_stat_user_tables where relname like 'run\\_2%'`;
    return Number(row!.rows);
  };
  const before = await count();
  const runs = await listRuns(store, { environment: 'dev', limit: 50, ...query });
  return { found: runs.length, read: (await count()) - before };
}

it('lists the newest of many without reading the others, for flows that have none too', async () => {
  const since = new Date(Date.now() - HOUR_MS);
  const newest = await read({ since });
  expect(newest.found).toBe(50);
  expect(newest.read).toBeLessThan(1000);
  expect(await read({ since, flow: 'quiet' })).toMatchObject({ found: 0 });
  expect((await read({ since, flow: 'quiet' })).read).toBeLessThan(1000);
  expect((await read({ state: 'done', replay: false })).read).toBeLessThan(1000);
});

it('goes on from a run, back and forth, and between instants', async () => {
  const own = [];
  const at = (n: number) => new Date(Date.now() - n * HOUR_MS);
  for (const n of [4, 3, 2, 1]) own.unshift(await seedRun(store, quiet, { at: at(n) }));
  const list = async (query: Partial<RunQuery>) =>
    (await listRuns(store, { environment: 'dev', flow: 'quiet', limit: 50, ...query })).map(({ id }) => id);
  expect(await list({})).toEqual(own);
  expect(await list({ limit: 2 })).toEqual(own.slice(0, 2));
  expect(await list({ before: own[1] })).toEqual(own.slice(2));
  expect(await list({ after: own[2] })).toEqual(own.slice(0, 2));
  expect(await list({ since: at(3.5), until: at(1.5) })).toEqual(own.slice(1, 3));
  expect(await list({ since: at(3.5), until: at(1.5), before: own[1] })).toEqual(own.slice(2, 3));
});

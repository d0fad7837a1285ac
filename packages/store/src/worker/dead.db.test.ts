import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDatabase } from '../../../../test/support/postgres.ts';
import { openStore, type Store } from '../client.ts';
import { sweep } from '../message/take.ts';
import { registerWorker } from './register.ts';

let store: Store;

beforeAll(async () => {
  const { url } = await createDatabase();
  store = await openStore({ url, masterKey: randomBytes(32), name: 'worker test', max: 2 });
});
afterAll(() => store.close());

const locked = async () =>
  (await store.sql<{ key: string }[]>`select key from graphile_worker._private_jobs where locked_at is not null`).map(
    ({ key }) => key,
  );

it('gives back the jobs of a worker that beats no more, and of no other', async () => {
  const worker = (pool: string) => ({ id: randomUUID(), host: 'here', pid: 1, pool });
  const [dead, halted, alive] = [worker('dead'), worker('halted'), worker('alive')];
  for (const one of [dead, halted, alive]) {
    await registerWorker(store, one);
    await store.sql`select graphile_worker.add_job('drain', '{}'::json, job_key := ${one.pool})`;
    await store.sql`
      update graphile_worker._private_jobs set locked_at = now(), locked_by = ${one.pool} where key = ${one.pool}`;
  }
  await store.sql`update worker set beat_at = now() - interval '31 seconds' where id in (${dead.id}, ${halted.id})`;
  await registerWorker(store, halted);
  await sweep(store);
  expect((await locked()).sort()).toEqual(['alive', 'halted']);
  const rows = await store.sql<{ pool: string }[]>`select pool from worker order by pool`;
  expect(rows.map(({ pool }) => pool)).toEqual(['alive', 'halted']);
});

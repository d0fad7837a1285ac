import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDatabase } from '../../../test/support/postgres.ts';
import { openStore, type Store } from './client.ts';
import { inTransaction } from './tx.ts';

let store: Store;
let other: Store;
beforeAll(async () => {
  const { url } = await createDatabase();
  const masterKey = randomBytes(32);
  store = await openStore({ url, masterKey, name: 'killed', max: 1 });
  other = await openStore({ url, masterKey, name: 'killer', max: 1 });
});
afterAll(() => Promise.all([store.close(), other.close()]));

it('a transaction whose connection is ended fails alone, and the next one is well', async () => {
  for (let i = 0; i < 3; i++) {
    const killed = inTransaction(store, async ({ sql }) => {
      const [row] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
      const waiting = sql`select pg_sleep(10)`.execute();
      await other.sql`select pg_terminate_backend(${row!.pid})`;
      await waiting;
    });
    await expect(killed).rejects.toMatchObject({ code: expect.stringMatching(/^(57P01|CONNECTION_CLOSED)$/) });
    // It may take a moment until its place in the pool has seen the connection end.
    const end = Date.now() + 5_000;
    let one: unknown;
    while (one !== 1 && Date.now() < end) {
      [{ one }] = await inTransaction(store, ({ sql }) => sql`select 1 as one`).catch(() => [{ one: null }] as const);
    }
    expect(one).toBe(1);
  }
});

import { randomBytes } from 'node:crypto';
import { inTransaction, openStore, type Store } from '@throughline/store';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ChaosProxy, openProxy } from '../faults/harness/proxy.ts';
import { createDatabase } from '../support/postgres.ts';

/* One connection each: what a transaction leaves behind on it is what the next one finds. */
let store: Store;
let other: Store;
let relayed: Store;
let proxy: ChaosProxy;

beforeAll(async () => {
  const { url } = await createDatabase();
  const through = new URL(url);
  proxy = await openProxy({ host: through.hostname, port: Number(through.port) });
  through.port = String(proxy.port);
  const masterKey = randomBytes(32);
  store = await openStore({ url, masterKey, name: 'killed', max: 1 });
  other = await openStore({ url, masterKey, name: 'killer', max: 1 });
  relayed = await openStore({ url: through.href, masterKey, name: 'relayed', max: 1 });
  await other.sql`create table throughline.note (text text primary key)`;
});
afterAll(async () => {
  await Promise.all([store.close(), relayed.close()]);
  // What was cut off still runs in PostgreSQL, which has not tried to answer yet.
  await other.sql`select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name = 'relayed'`;
  await other.close();
  await proxy.close();
});

const ENDED = { code: expect.stringMatching(/^(57P01|CONNECTION_CLOSED|ECONNRESET)$/) };

/** Every answer belongs to its question. It may take a moment until the place in the pool has seen the connection end. */
async function expectWell(well: Store): Promise<void> {
  const end = Date.now() + 5_000;
  const ask = () =>
    inTransaction(well, async ({ sql }) => {
      const [one] = await sql<{ n: number }[]>`select 1 as n`;
      const [two] = await sql<{ n: number }[]>`select ${2}::int as n`;
      return [one!.n, two!.n];
    });
  let found: number[] = [];
  while (found.length === 0 && Date.now() < end) found = await ask().catch(() => []);
  expect(found).toEqual([1, 2]);
  expect(await ask()).toEqual([1, 2]);
}

it('a transaction whose connection is ended fails alone, and the next one is well', async () => {
  for (let i = 0; i < 3; i++) {
    const killed = inTransaction(store, async ({ sql }) => {
      const [row] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
      const waiting = sql`select pg_sleep(10)`.execute();
      await other.sql`select pg_terminate_backend(${row!.pid})`;
      await waiting;
    });
    await expect(killed).rejects.toMatchObject(ENDED);
    await expectWell(store);
  }
});

it('so does one whose connection is reset', async () => {
  for (let i = 0; i < 3; i++) {
    const reset = inTransaction(relayed, async ({ sql }) => {
      await sql`select 1`;
      const waiting = sql`select pg_sleep(10)`.execute();
      setTimeout(() => proxy.cut(), 20);
      await waiting;
    });
    await expect(reset).rejects.toMatchObject(ENDED);
    await expectWell(relayed);
  }
});

it('what a transaction does after its connection has ended is done nowhere, least of all in the next one', async () => {
  let goOn = () => {};
  const until = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  let late: Promise<unknown> | undefined;
  const ended = inTransaction(store, async ({ sql }) => {
    const [row] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
    await other.sql`select pg_terminate_backend(${row!.pid})`;
    await until;
    late = sql`insert into throughline.note values ('of the one that ended')`.execute();
    await late;
  });
  await expect(ended).rejects.toMatchObject(ENDED);
  await expectWell(store);

  const next = inTransaction(store, async ({ sql }) => {
    await sql`insert into throughline.note values ('of the next')`;
    goOn();
    await new Promise((resolve) => setTimeout(resolve, 50));
    await sql`select 1`;
    throw new Error('taken back');
  });
  await expect(next).rejects.toThrow('taken back');
  await expect(late).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' });
  expect(await other.sql`select text from throughline.note`).toEqual([]);
  await expectWell(store);
});

it('what waits within a transaction for its turn is told that the connection ended', async () => {
  const settled: string[] = [];
  const large = Buffer.alloc(4_000_000, 120).toString();
  const ended = inTransaction(relayed, async ({ sql }) => {
    await sql`select 1`;
    const all = [sql`select pg_sleep(10), length(${large})`, sql`select 1`, sql`select 2`].map((query, n) =>
      query.then(
        () => settled.push(`${n} done`),
        ({ code }: { code: string }) => settled.push(`${n} ${code}`),
      ),
    );
    setTimeout(() => proxy.cut(), 100);
    await Promise.all(all);
    throw new Error('all settled');
  });
  await expect(ended).rejects.toMatchObject(ENDED);
  await expect.poll(() => settled.length, { timeout: 5_000 }).toBe(3);
  expect(settled.filter((text) => !/CONNECTION_CLOSED|ECONNRESET/.test(text))).toEqual([]);
  await expectWell(relayed);
});

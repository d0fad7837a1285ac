import postgres from 'postgres';
import { expect } from 'vitest';
import { until } from '../support/stage.ts';
import { amount, fault } from './harness/fault.ts';
import { orders, usage } from './harness/flows.ts';
import { readJournal } from './harness/journal.ts';
import type { Arrival } from './harness/receiver.ts';
import type { World } from './harness/world.ts';

fault(
  'F29',
  'the database is restored to an earlier state, and senders send again',
  async (scene) => {
    const world = await scene.open({ flows: [orders(), usage()] });
    const first = await world.start();
    const count = amount(300);
    await world.load({ count, first: 1 }).done;
    await world.drained();
    expect(await first.stop()).toBe(0);
    await withDatabase(world, async (sql) => {
      await sql`create database snapshot template throughline strategy file_copy`;
    });
    const second = await world.start();
    await world.load({ count, first: count + 1 }).done;
    await world.drained();
    const before = readJournal<Arrival>(world.journals.arrivals);
    const [epochs] = await world.store.sql<{ lane: number }[]>`select last_value as lane from lane_epoch`;
    expect(await second.stop()).toBe(0);
    await withDatabase(world, async (sql) => {
      await sql`drop database throughline with (force)`;
      await sql`alter database snapshot rename to throughline`;
    });

    await world.start();
    const ended = world.outage(30);
    ended();
    // What was accepted after the snapshot is known to the senders alone: they send all of it again.
    await world.load({ count: 2 * count, first: 1 }).done;
    const { arrivals } = await scene.survives(world, { duplicates: 2 * count, tail: 0 });
    expect(
      new Set(arrivals.filter(({ effect }) => effect).map(({ destination, id }) => `${destination} ${id}`)).size,
    ).toBe(4 * count);
    const keys = new Map(before.map(({ destination, id, idempotencyKey }) => [`${destination} ${id}`, idempotencyKey]));
    const again = arrivals.slice(before.length);
    expect(again).toHaveLength(2 * count);
    expect(
      again.filter(({ destination, id, idempotencyKey }) => keys.get(`${destination} ${id}`) !== idempotencyKey),
    ).toEqual([]);
    expect(Number(epochs!.lane)).toBeGreaterThan(0);
  },
  300,
);

/** Acts on the databases while nobody is connected to the system's. */
async function withDatabase({ cluster, store }: World, act: (sql: postgres.Sql) => Promise<void>): Promise<void> {
  const url = new URL(cluster.url);
  url.pathname = '/postgres';
  const sql = postgres(url.href, { max: 1, onnotice: () => {} });
  const clear = async () => {
    await sql`alter database throughline allow_connections false`;
    await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = 'throughline'`;
    const [left] = await sql<
      { n: number }[]
    >`select count(*)::integer as n from pg_stat_activity where datname = 'throughline'`;
    return left!.n === 0;
  };
  try {
    await until(clear, 15);
    await act(sql);
    await sql`alter database throughline allow_connections true`;
  } finally {
    await sql.end();
  }
  await until(
    () =>
      store.sql`select 1`.then(
        () => true,
        () => false,
      ),
    15,
  );
}

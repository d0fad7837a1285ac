import postgres from 'postgres';
import { expect } from 'vitest';
import { amount, fault, type Scene } from './harness/fault.ts';
import { orders, usage } from './harness/flows.ts';
import { readJournal } from './harness/journal.ts';
import type { Told } from './harness/source.ts';
import type { World } from './harness/world.ts';

/** A load, an ordeal of the database in its middle, and the drain; what was refused was refused with 503. */
async function through(
  scene: Scene,
  ordeal: (world: World) => Promise<void>,
  settings: Record<string, string> = {},
): Promise<void> {
  const world = await scene.open({ flows: [orders(), usage()], postgres: settings });
  const server = await world.start({ databaseUrl: world.proxiedDatabase });
  const load = world.load({ count: amount(600), rate: 20 });
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  const ended = world.outage(20);
  await ordeal(world);
  ended();
  await load.done;
  expect(server.isGone).toBe(false);
  await scene.survives(world, { duplicates: 128, drainS: 120 });
  const told = world.journals.told.flatMap((path) => readJournal<Told>(path));
  expect(
    [...new Set(told.filter(({ answer }) => answer === 'refused').map(({ status }) => status))].filter(
      (one) => one !== '503',
    ),
  ).toEqual([]);
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

fault('F09', 'every answer of the database takes two seconds', (scene) =>
  through(scene, async ({ proxies }) => {
    proxies.database.back = { latencyMs: 2_000 };
    await pause(20_000);
    proxies.database.back = {};
  }),
);

fault('F09', 'the database answers nobody: every connection of the pool waits', (scene) =>
  through(scene, async ({ proxies }) => {
    proxies.database.there = { blackHole: true };
    await pause(10_000);
    // What went into the hole never comes: the connections are of no use any more.
    proxies.database.cut();
    proxies.database.there = {};
  }),
);

fault('F09', 'there is no connection left to be had', (scene) =>
  through(
    scene,
    async ({ cluster, proxies }) => {
      const greedy = postgres(cluster.url, { max: 40, onnotice: () => {} });
      // The server's own are closed, and all that come free are taken before it can have them back.
      proxies.database.cut();
      await Promise.allSettled(Array.from({ length: 40 }, () => greedy`select pg_sleep(10)`));
      await greedy.end({ timeout: 1 });
    },
    { max_connections: '40' },
  ),
);

fault('F09', 'somebody holds a hot row for thirty seconds', (scene) =>
  through(scene, async ({ cluster }) => {
    const rude = postgres(cluster.url, { max: 1, onnotice: () => {}, connection: { search_path: 'throughline' } });
    await rude.begin(async (tx) => {
      await tx`select 1 from lane order by id limit 4 for update`;
      await tx`select 1 from ledger for update`;
      await tx`select pg_sleep(30)`;
    });
    await rude.end();
  }),
);

import { deploy } from '@throughline/store';
import { expect } from 'vitest';
import { until } from '../support/stage.ts';
import { fault } from './harness/fault.ts';
import { usage } from './harness/flows.ts';
import type { Server } from './harness/servers.ts';

/** A version whose map and code both leave their mark in the key, so that a mixture shows. */
function version(n: number) {
  const flow = usage(`return { ...message, key: message.key + '/' + ${n} };`);
  const map = flow.nodes.find(({ id }) => id === 'map')!;
  map.config = { text: `{"id": id, "n": n, "key": "v${n}"}` };
  return flow;
}

fault(
  'F28',
  'versions change, workers are replaced one by one, and all is rolled back, under load',
  async (scene) => {
    const world = await scene.open({ flows: [version(1)] });
    await world.rules([{ manner: { do: 'ok', delayMs: 50 } }]);
    await world.start({ roles: ['intake'] });
    const workers: Server[] = [await world.start({ roles: ['worker'] }), await world.start({ roles: ['worker'] })];
    // Until all of it has happened, however long that takes.
    const load = world.load({ count: 10_000, rate: 25 });
    await until(() => load.accepted() > 40, 60);
    const [second] = await world.publish(version(2));
    expect(second).toBe(2);
    for (const [i, worker] of workers.entries()) {
      expect(await worker.stop()).toBe(0);
      workers[i] = await world.start({ roles: ['worker'] });
    }
    const sofar = load.accepted();
    await until(() => load.accepted() > sofar + 40, 60);
    await deploy(world.store, { environment: 'dev', flow: 'usage', version: 1, by: 'faults' });
    await load.stop();
    await world.load({ count: 60, rate: 30 }).done;
    const { arrivals } = await scene.survives(world, { duplicates: 0, drainS: 120 });

    const rows = await world.store.sql<{ id: string; version: number }[]>`
    select k.value as id, p.version from business_key k join run r on r.message_id = k.message_id join pin p on p.id = r.pin_id
    where k.name = 'id'`;
    const pinned = new Map(rows.map(({ id, version: pin }) => [id, pin]));
    expect(arrivals.filter(({ id, key }) => key !== `v${pinned.get(id)}/${pinned.get(id)}`)).toEqual([]);
    expect(new Set(pinned.values())).toEqual(new Set([1, 2]));
  },
  300,
);

fault('F28', 'a server refuses a database that a newer one has migrated', async (scene) => {
  const world = await scene.open({ flows: [usage()] });
  await world.start();
  await world.load({ count: 60 }).done;
  await world.drained();
  await world.store.sql`insert into migration (name) values ('9999_newer.sql')`;
  await expect(world.start({ roles: ['worker'] })).rejects.toThrow('server.ts ended');
  await scene.survives(world);
});

import { connect } from 'node:net';
import { expect } from 'vitest';
import { until } from '../support/stage.ts';
import { type Command, startCommand } from './harness/command.ts';
import { amount, fault, type Scene } from './harness/fault.ts';
import { orders, usage } from './harness/flows.ts';
import type { World } from './harness/world.ts';

const LIMIT_MS = 30_000;

async function underLoad(scene: Scene): Promise<{ world: World; command: Command }> {
  const world = await scene.open({ flows: [orders(), usage()] });
  const command = await startCommand(world, ['intake', 'worker']);
  return { world, command };
}

fault('F04', 'SIGTERM under load: doors first, the work in hand is finished, nothing is repeated', async (scene) => {
  const { world, command } = await underLoad(scene);
  await world.rules([{ manner: { do: 'ok', delayMs: 300 } }]);
  const load = world.load({ count: amount(600), rate: 100 });
  await until(() => load.accepted() > 100, 60);
  const ended = world.outage();
  const began = Date.now();
  command.signal('SIGTERM');
  await until(() => refuses(command.port), 10);
  expect(await command.gone).toBe(0);
  expect(Date.now() - began).toBeLessThan(LIMIT_MS);
  const held = await world.store.sql`select id from lane where leased_by is not null`;
  expect(held).toEqual([]);
  await world.start();
  ended();
  await load.done;
  await scene.survives(world, { duplicates: 0 });
});

fault('F04', 'a second SIGTERM ends it at once', async (scene) => {
  const { world, command } = await underLoad(scene);
  await world.rules([{ manner: { do: 'hang' }, first: 1, until: Date.now() + 60_000 }]);
  const load = world.load({ count: 100 });
  await until(() => load.accepted() >= 100, 60);
  const ended = world.outage(20);
  command.signal('SIGTERM');
  await new Promise((resolve) => setTimeout(resolve, 6_000));
  const again = Date.now();
  command.signal('SIGTERM');
  expect(await command.gone).toBe(0);
  expect(Date.now() - again).toBeLessThan(5_000);
  await world.rules([]);
  await world.start();
  ended();
  await load.done;
  await scene.survives(world, { duplicates: 128, drainS: 120 });
});

fault('F04', 'SIGTERM while a delivery never ends: a peer takes it up', async (scene) => {
  const { world, command } = await underLoad(scene);
  await world.rules([{ manner: { do: 'hang' }, ids: ['m-000007'], first: 1 }]);
  await world.load({ count: 100 }).done;
  await until(async () => (await world.inFlight()) <= 12, 60);
  const ended = world.outage(20);
  const began = Date.now();
  command.signal('SIGTERM');
  expect(await command.gone).toBe(0);
  expect(Date.now() - began).toBeLessThan(LIMIT_MS);
  await world.start();
  ended();
  await world.load({ count: 60 }).done;
  await scene.survives(world, { duplicates: 2, drainS: 120 });
});

function refuses(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(false);
    });
    socket.once('error', () => resolve(true));
  });
}

import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { until } from '../support/stage.ts';
import { amount, fault } from './harness/fault.ts';
import { orders, usage } from './harness/flows.ts';

const LEASE_MS = 15_000;

fault(
  'F05',
  'a worker is halted for three leases, a peer takes over, the worker wakes',
  async (scene) => {
    const world = await scene.open({ flows: [orders(), usage()] });
    await world.rules([{ manner: { do: 'ok', delayMs: 100 } }]);
    await world.start({ roles: ['intake'] });
    const zombie = await world.start({ roles: ['worker'] });
    const load = world.load({ count: amount(1000), rate: 60 });
    await until(async () => load.accepted() > 200 && (await world.inFlight()) > 0, 60);
    const ended = world.outage(20);
    zombie.child.kill('SIGSTOP');
    const halted = Date.now();
    await world.start({ roles: ['worker'] });
    await new Promise((resolve) => setTimeout(resolve, halted + 3 * LEASE_MS - Date.now()));
    zombie.child.kill('SIGCONT');
    ended();
    await load.done;
    await world.load({ count: 100 }).done;
    await scene.survives(world, { duplicates: 128 });
    const fenced = [...readFileSync(world.journals.log, 'utf8').matchAll(/"count":(\d+).*late results were fenced/g)];
    expect(fenced.reduce((sum, [, count]) => sum + Number(count), 0)).toBeGreaterThanOrEqual(1);
  },
  300,
);

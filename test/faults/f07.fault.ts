import { expect } from 'vitest';
import { amount, fault } from './harness/fault.ts';
import { orders, usage } from './harness/flows.ts';
import { idOf } from './harness/message.ts';
import { strike } from './harness/postmaster.ts';

const KILLS = 10;

fault(
  'F07',
  'the postmaster is killed ten times, once as a step ends',
  async (scene) => {
    const world = await scene.open({ flows: [orders(), usage()] });
    const intake = await world.start({ roles: ['intake'] });
    const worker = await world.start({ roles: ['worker'] });
    // The first kill comes while the destination of this message holds its answer back.
    await world.rules([{ manner: { do: 'ok', tell: true }, ids: [idOf(60)], destination: 'ledger', first: 1 }]);
    const met = world.receiver.hear('met');
    const load = world.load({ count: amount(1000), rate: 20 });
    for (let kill = 0; kill < KILLS; kill++) {
      if (kill === 0) await met;
      else await new Promise((resolve) => setTimeout(resolve, world.random.between(500, 2_500)));
      const ended = world.outage();
      const up = strike(world, 'SIGKILL');
      if (kill === 0) world.receiver.say({ go: true });
      await up;
      ended();
    }
    await load.done;
    // However slow the recoveries were: it goes on after the last of them.
    await world.load({ count: 200 }).done;
    expect([intake.isGone, worker.isGone]).toEqual([false, false]);
    await world.drained(90);
    const health = await fetch(`${worker.url}/healthz`);
    expect(health.status).toBe(200);
    await scene.survives(world, { duplicates: KILLS * 128 });
  },
  300,
);

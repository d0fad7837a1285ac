import { fault } from './harness/fault.ts';
import { orders, usage } from './harness/flows.ts';
import { keepInFlight } from './harness/load.ts';

const KILLS = 20;
const IN_FLIGHT = 200;

fault(
  'F01',
  'a worker is killed at twenty random moments, each with 200 messages in flight',
  async (scene) => {
    const world = await scene.open({ flows: [orders(), usage()] });
    await world.rules([{ manner: { do: 'ok', delayMs: 100 } }]);
    await world.start({ roles: ['intake'] });
    let worker = await world.start({ roles: ['worker'] });
    const load = world.load({ count: 1000 });
    for (let kill = 0; kill < KILLS; kill++) {
      await keepInFlight(world, IN_FLIGHT, load);
      await new Promise((resolve) => setTimeout(resolve, world.random.between(0, 800)));
      const ended = world.outage(20);
      await worker.kill();
      worker = await world.start({ roles: ['worker'] });
      ended();
    }
    await load.done;
    await scene.survives(world, { duplicates: KILLS * 8 });
  },
  480,
);

import { until } from '../support/stage.ts';
import { amount, fault } from './harness/fault.ts';
import { orders, usage } from './harness/flows.ts';

const KILLS = 3;
const CONCURRENT = 200;

fault('F03', `intake is killed three times under ${CONCURRENT} concurrent senders`, async (scene) => {
  const world = await scene.open({ flows: [orders(), usage()] });
  await world.start({ roles: ['worker'] });
  let intake = await world.start({ roles: ['intake'] });
  const load = world.load({ count: amount(1000), keys: CONCURRENT, concurrency: CONCURRENT });
  for (let kill = 1; kill <= KILLS; kill++) {
    await until(() => load.accepted() > (amount(1000) * 2 * kill) / (KILLS + 2), 60);
    const ended = world.outage(20);
    await intake.kill();
    intake = await world.start({ roles: ['intake'] });
    ended();
  }
  await load.done;
  await world.load({ count: 100 }).done;
  await scene.survives(world);
});

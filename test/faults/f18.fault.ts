import { expect } from 'vitest';
import { amount, fault } from './harness/fault.ts';
import { orders, usage } from './harness/flows.ts';
import { idOf } from './harness/message.ts';

/** m-…7 throws; m-…3 takes all memory there is. */
const CODE = `
  if (message.id.endsWith('7')) throw new Error('always');
  if (message.id.endsWith('33')) { const all = []; for (;;) all.push(new Array(1e6).fill(message.id)); }
  return message;`;

fault('F18', 'messages that always throw, and messages that kill their sandbox', async (scene) => {
  const world = await scene.open({ flows: [usage(CODE)] });
  await world.start();
  await world.load({ count: amount(400) }).done;
  const codes = ['code_error', 'memory', 'timeout', 'crash'];
  const { fates } = await scene.survives(world, { quarantine: codes, drainS: 120 });
  const aside = fates.filter(({ state }) => state === 'quarantined');
  expect(aside.filter(({ id }) => id.endsWith('7')).every(({ code }) => code === 'code_error')).toBe(true);
  expect(aside.filter(({ id }) => id.endsWith('33')).every(({ code }) => code !== 'code_error')).toBe(true);
  expect(aside).toHaveLength(amount(400) / 10 + amount(400) / 100);
});

fault(
  'F18',
  'a message that kills its worker is set aside after three deaths',
  async (scene) => {
    const poison = idOf(50);
    const world = await scene.open({ flows: [orders('continue'), usage()] });
    await world.start({ roles: ['intake'] });
    let worker = await world.start({ roles: ['worker'] });
    // The worker dies while this message is being delivered, and no other is to blame.
    await world.rules([{ manner: { do: 'ok', tell: true }, ids: [poison], destination: 'stock' }]);
    let deaths = 0;
    world.receiver.child.on('message', async (message: { met?: string }) => {
      if (message.met === undefined) return;
      deaths++;
      await worker.kill();
      world.receiver.say({ go: true });
      worker = await world.start({ roles: ['worker'] });
    });
    await world.load({ count: 200 }).done;
    const { fates } = await scene.survives(world, { quarantine: ['poison'], duplicates: 3 * 64, drainS: 200 });
    expect(deaths).toBe(3);
    expect(fates.filter(({ state }) => state === 'quarantined').map(({ id }) => id)).toEqual([poison]);
  },
  400,
);

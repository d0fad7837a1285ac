import { readReceived } from '@throughline/store';
import { expect } from 'vitest';
import { flowOf, node } from '../support/stage.ts';
import { amount, fault } from './harness/fault.ts';
import { orders, post, usage } from './harness/flows.ts';
import { idOf } from './harness/message.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const SLOT_MS = 2_000;

fault(
  'F24',
  'clocks are a day and ten minutes apart, and are set while work is done',
  async (scene) => {
    const tick = flowOf(
      'tick',
      [
        node('in', 'trigger.schedule', { cron: '*/2 * * * * *', timeZone: 'UTC', message: '{}', into: 'id' }),
        post('ticks'),
      ],
      ['in>ticks'],
    );
    const world = await scene.open({ flows: [orders(), usage()] });
    await world.start({ roles: ['intake'], skewMs: String(-DAY_MS) });
    await world.start({ roles: ['intake'], skewMs: String(DAY_MS) });
    await world.start({ roles: ['worker'], skewMs: String(DAY_MS) });
    await world.start({
      roles: ['worker'],
      skewMs: `0:${10 * MINUTE_MS},20000:${-5 * MINUTE_MS},40000:${5 * MINUTE_MS}`,
    });
    // Retried after a pause: the pause and the time allowed for it are the database's.
    const retried = Array.from({ length: 20 }, (_, i) => idOf(i * 10 + 5));
    await world.rules([{ manner: { do: 'status', status: 503 }, ids: retried, first: 2 }]);
    await world.publish(tick);
    world.places.splice(
      world.places.findIndex(({ flow }) => flow === 'tick'),
      1,
    );
    await world.load({ count: amount(600), rate: 15 }).done;
    const slots = await slotsOf(world.store);
    await scene.survives(world, { duplicates: 0, drainS: 120 });

    const instants = slots.map((slot) => Date.parse(slot)).sort((a, b) => a - b);
    expect(new Set(instants).size).toBe(instants.length);
    expect(instants.length).toBeGreaterThan(5);
    for (const [i, instant] of instants.entries()) {
      expect(instant % SLOT_MS).toBe(0);
      if (i > 0) expect(instant - instants[i - 1]!).toBe(SLOT_MS);
    }
  },
  300,
);

/** The instants for which the schedule fired, as its messages carry them. */
async function slotsOf(store: Parameters<typeof readReceived>[0]): Promise<string[]> {
  const rows = await store.sql<{ id: string }[]>`
    select m.id from message m join deployment d on d.id = m.deployment_id where d.flow_id = 'tick'`;
  const bodies = await Promise.all(rows.map(({ id }) => readReceived(store, id)));
  return bodies.map((body) => (JSON.parse(body!.raw.toString()) as { id: string }).id);
}

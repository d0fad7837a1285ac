import { expect } from 'vitest';
import { amount, fault } from './harness/fault.ts';
import { orders, usage } from './harness/flows.ts';
import { idOf } from './harness/message.ts';

fault(
  'F12',
  'a receiver acts and never answers',
  async (scene) => {
    const silent = Array.from({ length: amount(300) / 3 }, (_, i) => idOf(i * 3 + 1));
    const impatient = { timeoutS: 1 };
    const world = await scene.open({
      flows: [orders('park', impatient), usage(undefined, { ...impatient, safety: 'neither' })],
    });
    await world.start();
    await world.rules([{ manner: { do: 'hang' }, ids: silent, first: 1 }]);
    await world.load({ count: amount(300) * 2 }).done;
    const { arrivals, fates } = await scene.survives(world, {
      duplicates: silent.length,
      quarantine: ['unknown_outcome'],
      drainS: 150,
    });
    const at = (destination: string) =>
      arrivals.filter((one) => one.destination === destination && silent.includes(one.id));
    expect(at('ledger').filter(({ effect }) => effect)).toHaveLength(silent.length);
    expect(at('ledger')).toHaveLength(2 * silent.length);
    // What can neither be repeated nor asked was tried once and waits for a person.
    expect(at('stock')).toHaveLength(silent.length);
    const waiting = fates.filter(({ destination, state }) => destination === 'stock' && state === 'quarantined');
    expect(waiting.map(({ id }) => id).sort()).toEqual(silent.toSorted());
  },
  400,
);

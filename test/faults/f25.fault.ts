import { countWaiting } from '@throughline/store';
import { expect } from 'vitest';
import { fault } from './harness/fault.ts';
import { orders, theatre, usage } from './harness/flows.ts';
import { readJournal } from './harness/journal.ts';
import type { Told } from './harness/source.ts';

const BOUND = 1500;
const LOAD_MS = 60_000;

fault(
  'F25',
  'ten times the capacity is offered for a minute',
  async (scene) => {
    const world = await scene.open({ flows: [orders(), usage(), theatre()] });
    await world.rules([{ manner: { do: 'ok', delayMs: 200 } }]);
    await world.start({ maxBacklog: BOUND });
    const load = world.load({ count: 1_000_000, concurrency: 20, keys: 20, persistent: false });
    const depths: number[] = [];
    for (const end = Date.now() + LOAD_MS; Date.now() < end; ) {
      depths.push(await countWaiting(world.store, 10 * BOUND));
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    await load.stop();
    await world.rules([]);
    const told = world.journals.told.flatMap((path) => readJournal<Told>(path));
    const refused = told.filter(({ answer }) => answer === 'refused');
    // A commit under way when the bound is reached is still taken.
    expect(Math.max(...depths)).toBeLessThan(BOUND + 400);
    expect(refused.length).toBeGreaterThan(100);
    for (const { flow, status, retryAfter } of refused) {
      if (flow === 'theatre') expect(status).toBe('AE');
      else expect([status, Number(retryAfter) > 0]).toEqual(['503', true]);
    }
    await scene.survives(world, { accepted: 0, drainS: 120 });
  },
  400,
);

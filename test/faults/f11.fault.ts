import { expect } from 'vitest';
import { amount, fault } from './harness/fault.ts';
import { orders, usage } from './harness/flows.ts';
import type { Arrival } from './harness/receiver.ts';

const FAILING_MS = 60_000;
const PROBE_MS = 5_000;
const REJECTED = ['400', '404', '422'];

fault(
  'F11',
  'a receiver fails for a minute, asks to wait twice, and comes back',
  async (scene) => {
    const world = await scene.open({ flows: [orders(), usage()] });
    await world.start();
    const began = Date.now();
    const until = began + FAILING_MS;
    await world.rules([
      { manner: { do: 'status', status: 500 }, until },
      { manner: { do: 'status', status: 503, headers: { 'retry-after': '20' } }, from: until, until: until + 15_000 },
      {
        manner: { do: 'status', status: 429, headers: { 'retry-after': '5' } },
        from: until + 15_000,
        until: until + 24_000,
      },
    ]);
    await world.load({ count: amount(1000), rate: 50 }).done;
    const { arrivals } = await scene.survives(world, { drainS: 150 });

    const failing = arrivals.filter(({ manner }) => manner === '500');
    // Five in a row open the gate; what was under way then still arrives.
    const opened = failing[4]!.at + 2_000;
    for (const [i, { at }] of failing.entries()) {
      if (at < opened || i === 0) continue;
      expect(at - failing[i - 1]!.at).toBeGreaterThan(PROBE_MS * 0.9);
    }
    expect(insideRetryAfter(arrivals, '503', 20_000)).toEqual([]);
    expect(insideRetryAfter(arrivals, '429', 5_000)).toEqual([]);
  },
  400,
);

fault('F11', 'a receiver that rejects messages is asked once for each', async (scene) => {
  const world = await scene.open({ flows: [orders('continue'), usage()] });
  await world.start();
  const ids = (of: number) => Array.from({ length: 10 }, (_, i) => `m-${String(of + i * 7).padStart(6, '0')}`);
  await world.rules(
    REJECTED.map((status, i) => ({ manner: { do: 'status', status: Number(status) }, ids: ids(i + 1) })),
  );
  await world.load({ count: 200 }).done;
  const codes = REJECTED.map((status) => `http_${status}`);
  const { arrivals } = await scene.survives(world, { quarantine: codes });
  const refused = arrivals
    .filter(({ manner }) => REJECTED.includes(manner))
    .map(({ destination, id }) => `${destination} ${id}`);
  expect(refused).toHaveLength(2 * 30);
  expect(new Set(refused).size).toBe(refused.length);
});

/** Arrivals between an answer with Retry-After and the end of the time it asked for. */
function insideRetryAfter(arrivals: Arrival[], status: string, askedMs: number): Arrival[] {
  return arrivals.filter((arrival, i) => {
    const asked = arrivals.slice(0, i).findLast(({ manner }) => manner === status);
    return asked !== undefined && arrival.at < asked.at + askedMs - 50;
  });
}

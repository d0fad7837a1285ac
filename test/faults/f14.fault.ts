import { expect } from 'vitest';
import { flowOf, node } from '../support/stage.ts';
import { amount, fault } from './harness/fault.ts';
import { keys, post } from './harness/flows.ts';
import type { Arrival } from './harness/receiver.ts';

const DEAD_MS = 60_000;
const RATE = 10;

fault(
  'F14',
  'one of two destinations of a flow is dead for a minute',
  async (scene) => {
    const trigger = node('in', 'trigger.http', { path: 'both', keys: keys('id', 'key') });
    const map = node('map', 'transform.map', { text: '{"id": id, "key": key, "n": n, "sentAt": $millis()}' });
    const flow = flowOf(
      'both',
      [trigger, map, post('healthy'), post('dead', { connection: 'other' })],
      ['in>map', 'map>healthy', 'map>dead'],
    );
    const world = await scene.open({ flows: [] });
    await world.connect('other');
    await world.publish(flow);
    await world.start();
    const count = Math.min(amount(1000), 400);
    const before = Date.now();
    await world.load({ count, rate: RATE * 2 }).done;
    await world.drained(60);
    const from = Date.now();
    const end = world.outage(20);
    await world.rules([{ manner: { do: 'status', status: 503 }, destination: 'dead', until: from + DEAD_MS }]);
    await world.load({ count: (RATE * DEAD_MS) / 1000, rate: RATE }).done;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, from + DEAD_MS - Date.now())));
    end();
    await world.load({ count: 100 }).done;
    const { arrivals, told } = await scene.survives(world, { drainS: 150 });

    const accepted = new Map(told.map(({ id, at }) => [id, at]));
    const waits = (since: number, until: number) =>
      arrivals
        .filter(({ destination, effect, at }) => destination === 'healthy' && effect && at >= since && at < until)
        .map(({ id, at }) => Math.max(0, at - accepted.get(id)!));
    const [calm, ill] = [waits(before, from), waits(from, from + DEAD_MS)];
    // The machine is shared: what takes less than half a second is not told apart.
    expect(percentile(ill, 99)).toBeLessThanOrEqual(Math.max(500, 2 * percentile(calm, 99)));
    expect(ill.length).toBeGreaterThanOrEqual((0.9 * (RATE * DEAD_MS)) / 1000);
    expect(arrivals.filter(isDeadDuring(from))).toEqual([]);
  },
  400,
);

const isDeadDuring = (from: number) => (arrival: Arrival) =>
  arrival.destination === 'dead' && arrival.effect && arrival.at >= from && arrival.at < from + DEAD_MS;

function percentile(values: number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? 0;
}

import type { Plan, PlanStep } from '@throughline/flow';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fateOf, reachOf } from './fate.ts';

const names = ['a', 'b', 'c', 'd'];
/** Steps 0–3 are the destinations, 4–7 stand before some of them. */
const reaches = [[0], [1], [2], [3], [0, 1], [1, 2, 3], [0, 1, 2, 3], []];
const plan = {
  steps: reaches.map((reach, i): Partial<PlanStep> => ({ reach, destination: i < 4 ? i : null })),
  destinations: names.map((node, step) => ({ node, step, name: node })),
} as unknown as Plan;

const steps = fc.array(fc.integer({ min: 0, max: 7 }), { maxLength: 4 });
const destinations = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 4 });

it('counts every destination in reach exactly once', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 15 }), steps, steps, destinations, (reach, waiting, stopped, delivered) => {
      const { fate, waiting: masks } = fateOf(plan, BigInt(reach), { waiting, stopped, delivered });
      const still = masks.reduce((sum, mask) => sum | mask, 0n);
      const counted = [
        ...fate.delivered,
        ...fate.quarantined,
        ...fate.filtered,
        ...names.filter((_, bit) => (still >> BigInt(bit)) & 1n),
      ];
      expect(counted.sort()).toEqual(names.filter((_, bit) => (reach >> bit) & 1));
      masks.forEach((mask, i) => {
        expect(mask & ~reachOf(plan, waiting[i]!)).toBe(0n);
        for (const other of masks.slice(i + 1)) expect(mask & other).toBe(0n);
      });
    }),
  );
});

it('prefers what still waits, then what stopped, then what was delivered', () => {
  const { fate, waiting } = fateOf(plan, 15n, { waiting: [0], stopped: [4], delivered: [0, 1, 2] });
  expect(waiting).toEqual([1n]);
  expect(fate).toEqual({ delivered: ['c'], quarantined: ['b'], filtered: ['d'] });
});

import type { Plan, PlanStep } from '@throughline/flow';
import { describe, expect, it } from 'vitest';
import { messagesBefore, readWent } from './before.ts';

const step = (node: string, place: PlanStep['place'], wires: Record<string, number[]>) =>
  ({ node, place, wires }) as unknown as PlanStep;

/** in → a → switch → (x → send | y → send) */
const plan = {
  steps: [
    step('in', 'trigger', { out: [1] }),
    step('a', 'realm', { out: [2] }),
    step('switch', 'realm', { left: [3], right: [4] }),
    step('x', 'realm', { out: [5] }),
    step('y', 'realm', { out: [5] }),
    step('send', 'effect', { out: [6] }),
    step('after', 'realm', { out: [] }),
  ],
} as unknown as Plan;
const received = { step: 0, message: '{"as":"received"}' };
const before = (trace: string, at: number) => messagesBefore(plan, readWent(trace), at, received);

describe('the message before a step', () => {
  it('is the one received, before the trigger and behind it', () => {
    expect(before('[]', 0)).toEqual([received.message]);
    expect(before('[]', 1)).toEqual([received.message]);
  });

  it('is what the step before gave, through steps that change nothing, with every digit', () => {
    const trace =
      '[{"s":1,"us":4,"port":"out","out":{"n":12345678901234567890.12}},{"s":2,"us":1,"port":"left","same":true}]';
    expect(before(trace, 3)).toEqual(['{"n":12345678901234567890.12}']);
    expect(before(trace, 4)).toEqual([]);
  });

  it('behind a connector is its answer', () => {
    expect(before('[{"s":5,"us":1,"port":"out","status":"201","out":{"booked":1}}]', 6)).toEqual(['{"booked":1}']);
  });

  it('is several where the message came by several ways, each once', () => {
    const ways = (x: string, y: string) =>
      `[{"s":3,"us":1,"port":"out","out":${x}},{"s":4,"us":1,"port":"out","out":${y}}]`;
    expect(before(ways('1', '2'), 5)).toEqual(['1', '2']);
    expect(before(ways('1', '1'), 5)).toEqual(['1']);
  });
});

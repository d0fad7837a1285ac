import type { Plan } from '@throughline/flow';

/** Destinations a step can reach, a bit for each; the same bit order as Plan.destinations. */
export function reachOf(plan: Plan, step: number): bigint {
  return plan.steps[step]!.reach.reduce((mask, destination) => mask | (1n << BigInt(destination)), 0n);
}

export interface Fate {
  delivered: string[];
  quarantined: string[];
  filtered: string[];
}

/**
 * Decides, for the destinations in `reach`, what one stretch of a run made of each, so that every destination of an accepted
 * message is counted exactly once (RUNS.md promise 2). What still waits comes first, then quarantine, then delivery; a
 * destination that nothing leads to any more is filtered. `waiting` gives each waiting token the part of the mask it answers for.
 */
export function fateOf(
  plan: Plan,
  reach: bigint,
  outcome: { waiting: number[]; stopped: number[]; delivered: number[] },
): { fate: Fate; waiting: bigint[]; stopped: bigint[] } {
  let left = reach;
  const claim = (step: number): bigint => {
    const mask = reachOf(plan, step) & left;
    left &= ~mask;
    return mask;
  };
  const waiting = outcome.waiting.map(claim);
  const stopped = outcome.stopped.map(claim);
  const made = outcome.delivered.reduce((mask, step) => {
    const { destination } = plan.steps[step]!;
    return destination === null ? mask : mask | (1n << BigInt(destination));
  }, 0n);
  return {
    fate: {
      delivered: names(plan, made & left),
      quarantined: names(
        plan,
        stopped.reduce((mask, part) => mask | part, 0n),
      ),
      filtered: names(plan, left & ~made),
    },
    waiting,
    stopped,
  };
}

export function names(plan: Plan, mask: bigint): string[] {
  return plan.destinations.filter((_, i) => (mask >> BigInt(i)) & 1n).map(({ node }) => node);
}

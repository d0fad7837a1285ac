import type { Plan } from '@throughline/flow';

const known = new WeakMap<Plan, Map<number, boolean>>();

/**
 * Whether a message before this step may read from outside (a host step that is not pure) before it comes to a destination: what
 * it would read depends on when it does.
 */
export function readsOutside(plan: Plan, step: number): boolean {
  const ofPlan = known.get(plan) ?? new Map<number, boolean>();
  known.set(plan, ofPlan);
  const found = ofPlan.get(step);
  if (found !== undefined) return found;
  const reads = reachable(plan, step).some((index) => {
    const { place, pure } = plan.steps[index]!;
    return place === 'host' && !pure;
  });
  ofPlan.set(step, reads);
  return reads;
}

/** Steps a message comes to without passing a destination, itself included. */
function reachable(plan: Plan, start: number): number[] {
  const seen = new Set([start]);
  for (const index of seen) {
    const { destination, wires, catch: handler } = plan.steps[index]!;
    if (destination !== null) continue;
    for (const next of Object.values(wires).flat()) seen.add(next);
    if (handler !== null) seen.add(handler);
  }
  return [...seen];
}

import type { Outcome, Store } from '@throughline/store';
import type { Going } from './lanes.ts';
import { nextSub } from './place.ts';
import { contextOf, type Unit } from './unit.ts';

/** The port behind which gathered messages go on. */
export const GATHERED_PORT = 'all';

/**
 * Leaves messages at their gather steps. Until the last has come they are no destination's business: each gives up what it could
 * reach, and the whole takes it up again. Answers the destinations given up, or null.
 */
export function gatherInto(store: Store, outcome: Outcome, { unit, leg }: Going, g: number): bigint | null {
  if (leg === null || leg.gathers.length === 0) return null;
  const { plan } = unit.bound;
  const { split } = contextOf(unit);
  const whole = BigInt(unit.work.reach);
  let given = 0n;
  for (const gather of leg.gathers) {
    const step = plan.steps[gather.step]!;
    const reach = step.reach.reduce((mask, bit) => mask | (1n << BigInt(bit)), 0n) & whole & ~given;
    given |= reach;
    plan.destinations.forEach(({ node }, bit) => {
      if ((reach >> BigInt(bit)) & 1n) outcome.ledger.push({ g, node, a: -1, d: 0, q: 0, f: 0 });
    });
    // Without a key of its own a gather takes the pieces of one split together.
    const key = gather.key || (split?.message ?? unit.work.message);
    outcome.gathers.push({
      g,
      node: step.node,
      key,
      piece: split?.piece ?? nextSub(store.clock.now()),
      expected: gather.expected ?? split?.pieces ?? 1,
      timeout: gather.timeoutS,
      body: store.keys.seal(Buffer.from(gather.message), `gather:${step.node}:${key}`),
      run: unit.work.run,
      message: unit.work.message,
      pin: unit.work.pin,
      step: gather.step,
      reach: reach.toString(),
      lane: unit.work.lane,
      seq: unit.work.seq,
      sub: nextSub(store.clock.now()),
    });
  }
  return given;
}

/** Forgets the messages of a gather key once they have gone on together. */
export function noteGathered(outcome: Outcome, unit: Unit, g: number): void {
  if (unit.work.gather === null) return;
  outcome.gathered.push({ g, node: unit.bound.plan.steps[unit.work.step]!.node, key: unit.work.gather });
}

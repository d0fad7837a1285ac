import { createHash } from 'node:crypto';
import { reachOf } from '@throughline/engine';
import { newId, type Outcome, packBody, type Store } from '@throughline/store';
import type { Going } from './lanes.ts';
import { nextSub } from './place.ts';
import { contextOf } from './unit.ts';

/**
 * Makes every piece of a split a message with a run of its own, in the lane and at the place of its parent, so that pieces keep
 * their order and come before the parent's successors. Answers the destinations handed over to the pieces, or null.
 */
export function splitInto(store: Store, outcome: Outcome, { unit, leg }: Going, g: number): bigint | null {
  if (leg === null || leg.splits.length === 0) return null;
  const { plan } = unit.bound;
  const parent = contextOf(unit);
  let handed = 0n;
  for (const split of leg.splits) {
    const steps = plan.steps[split.step]!.wires[split.port] ?? [];
    for (const step of steps) {
      const reach = reachOf(plan, step) & BigInt(unit.work.reach);
      handed |= reach;
      const nodes = plan.destinations.filter((_, bit) => (reach >> BigInt(bit)) & 1n);
      for (const { node } of nodes) outcome.ledger.push({ g, node, a: split.pieces.length - 1, d: 0, q: 0, f: 0 });
      split.pieces.forEach((text, piece) => {
        const id = newId(store.clock.now());
        const bytes = Buffer.from(text);
        const begin = plan.steps[step]!.node;
        const place = { message: unit.work.message, piece, pieces: split.pieces.length, begin };
        const context = JSON.stringify({ ...parent, messageId: id, runId: id, split: place });
        const digest = createHash('sha256').update(bytes).digest('hex');
        const source = `${unit.work.message}\n${plan.steps[split.step]!.node}\n${step}\n${piece}\n${unit.work.run}`;
        outcome.pieces.push({
          g,
          id,
          node: parent.trigger.node,
          sk: createHash('sha256').update(source).digest('hex').slice(0, 32),
          dg: digest,
          corr: parent.correlationId,
          ct: 'application/json',
          size: bytes.length,
          body: store.keys.seal(packBody(context, bytes), `message:${id}`).toString('base64'),
          parent: unit.work.message,
          piece,
          pin: unit.work.pin,
          step,
          reach: reach.toString(),
          lane: unit.work.lane,
          seq: unit.work.seq,
          sub: nextSub(store.clock.now()),
        });
      });
    }
  }
  return handed;
}

import { createHash } from 'node:crypto';
import { type RunContext, reachOf } from '@throughline/engine';
import { newId, type Outcome, packBody, type Store } from '@throughline/store';
import type { Going } from './lanes.ts';
import { nextSub } from './place.ts';
import { contextOf, type Unit } from './unit.ts';

/**
 * Makes every piece of a split, and every record of a file, a message with a run of its own, in the lane and at the place of its
 * parent, so that pieces keep their order and come before the parent's successors. Answers the destinations handed over to the
 * pieces, or null.
 */
export function splitInto(store: Store, outcome: Outcome, { unit, leg }: Going, g: number): bigint | null {
  const { plan } = unit.bound;
  let handed = 0n;
  for (const { step, port, pieces } of leg?.splits ?? []) {
    if (pieces.length === 0) continue;
    for (const next of plan.steps[step]!.wires[port] ?? []) {
      const split = { message: unit.work.message, pieces: pieces.length, begin: plan.steps[next]!.node };
      const reach = reachOf(plan, next) & BigInt(unit.work.reach) & ~handed;
      count(outcome, unit, g, reach, pieces.length);
      handed |= reach;
      pieces.forEach((text, piece) => {
        addPiece(store, outcome, unit, g, {
          from: step,
          step: next,
          reach,
          bytes: Buffer.from(text),
          contentType: 'application/json',
          split: { ...split, piece },
        });
      });
    }
  }
  return handed === 0n ? null : handed;
}

/** As splitInto, for the records of a file that came in by a trigger. */
export function cutInto(store: Store, outcome: Outcome, { unit }: Going, g: number): bigint | null {
  if (unit.cut === null || unit.cut.length === 0) return null;
  const { plan } = unit.bound;
  const { step: trigger, message } = unit.work;
  const { split, trigger: came } = contextOf(unit);
  const whole = split?.message ?? message;
  let handed = 0n;
  const behind = (plan.steps[trigger]!.wires['out'] ?? []).map((next) => {
    const reach = reachOf(plan, next) & BigInt(unit.work.reach) & ~handed;
    handed |= reach;
    return { next, reach };
  });
  for (const piece of unit.cut) {
    const { line, pieces, rows } = piece;
    const place = { message: whole, piece: piece.piece, pieces, line };
    if ('bytes' in piece) {
      addPiece(store, outcome, unit, g, {
        from: trigger,
        step: trigger,
        reach: handed,
        bytes: piece.bytes,
        contentType: came.contentType,
        split: { ...place, begin: plan.steps[trigger]!.node, rows },
      });
      continue;
    }
    for (const { next, reach } of behind) {
      addPiece(store, outcome, unit, g, {
        from: trigger,
        step: next,
        reach,
        bytes: Buffer.from(piece.record),
        contentType: 'application/json',
        split: { ...place, begin: plan.steps[next]!.node },
      });
    }
  }
  count(outcome, unit, g, handed, unit.cut.length);
  return handed;
}

/** The parent was accepted once for each destination; its pieces take its place. Each destination is one wire's to count. */
function count(outcome: Outcome, { bound }: Unit, g: number, reach: bigint, pieces: number): void {
  bound.plan.destinations.forEach(({ node }, bit) => {
    if ((reach >> BigInt(bit)) & 1n) outcome.ledger.push({ g, node, a: pieces - 1, d: 0, q: 0, f: 0 });
  });
}

interface NewPiece {
  /** The step that made it, and the one it begins at. */
  from: number;
  step: number;
  reach: bigint;
  bytes: Buffer;
  contentType: string;
  split: NonNullable<RunContext['split']>;
}

function addPiece(store: Store, outcome: Outcome, unit: Unit, g: number, made: NewPiece): void {
  const { work, bound } = unit;
  const { bytes, split } = made;
  const parent = contextOf(unit);
  const id = newId(store.clock.now());
  const place = [bound.plan.steps[made.from]!.node, made.step, split.piece];
  const own = hashOf([parent.source ?? work.message, ...place]);
  const context = JSON.stringify({ ...parent, messageId: id, runId: id, source: own, split });
  outcome.pieces.push({
    g,
    id,
    node: parent.trigger.node,
    dg: createHash('sha256').update(bytes).digest('hex'),
    corr: parent.correlationId,
    ct: made.contentType,
    size: bytes.length,
    body: store.keys.seal(packBody(context, bytes), `message:${id}`),
    parent: work.message,
    piece: split.piece,
    pin: work.pin,
    step: made.step,
    reach: made.reach.toString(),
    lane: work.lane,
    seq: work.seq,
    sub: nextSub(store.clock.now()),
  });
}

function hashOf(parts: (string | number)[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 32);
}

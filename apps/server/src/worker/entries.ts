import { isTransient, type StepError } from '@throughline/engine';
import { newId, type Outcome, packBody, type Store } from '@throughline/store';
import type { Attempt } from './attempt.ts';
import type { Unit } from './unit.ts';

/** A message that goes no further: quarantined at its step. */
export interface Stopped {
  step: number;
  message: string | null;
  error: StepError;
  attempts: number;
}

export function seal(store: Store, text: string, bound: string): Buffer {
  return store.keys.seal(Buffer.from(text), bound);
}

export function sealMessage(store: Store, unit: Unit, message: string): Buffer {
  return store.keys.seal(packBody(unit.context, Buffer.from(message)), `run:${unit.work.run}`);
}

export function addDelivery(store: Store, outcome: Outcome, g: number, unit: Unit, attempt: Attempt): void {
  outcome.deliveries.push({
    g,
    run: unit.work.run,
    node: attempt.step.node,
    message: unit.work.message,
    key: attempt.key,
    attempts: attempt.number,
    status: attempt.receipt!.status,
    reference: attempt.receipt!.reference,
    body: seal(store, attempt.receipt!.answer, `receipt:${attempt.key}`),
    first: unit.work.step === attempt.effect.step ? unit.work.first : attempt.beganAt.toISOString(),
  });
}

export function addAttempt(
  outcome: Outcome,
  g: number,
  unit: Unit,
  node: string,
  number: number,
  error: StepError,
  began: Date,
): void {
  if (!isTransient(error) && error.code !== 'crash') return;
  outcome.attempts.push({
    g,
    run: unit.work.run,
    node,
    number,
    code: error.code,
    class: error.class,
    sentence: error.sentence,
    began: began.toISOString(),
  });
}

export function addStop(store: Store, outcome: Outcome, g: number, unit: Unit, stop: Stopped, reach: bigint): void {
  const { work, lane, bound } = unit;
  const { node, destination } = bound.plan.steps[stop.step]!;
  // In an ordered flow a destination's failure parks the key at that destination only; the others go on.
  const atDestination = unit.parks && destination !== null;
  if (atDestination) outcome.lanes.push({ g, node, key: lane.key, ordered: true, delay: null });
  outcome.stops.push({
    g,
    id: newId(),
    run: work.run,
    message: work.message,
    pin: work.pin,
    step: stop.step,
    node,
    code: stop.error.code,
    class: stop.error.class,
    sentence: stop.error.sentence,
    path: stop.error.path ?? null,
    body: stop.message === null ? (work.raw ? null : work.sealed) : sealMessage(store, unit, stop.message),
    reach: reach.toString(),
    lane: lane.node === '' && atDestination ? null : work.lane,
    key: lane.key,
    seq: work.seq,
    sub: work.sub,
    attempts: stop.attempts,
    parks: unit.parks,
    missed: stop.error.missed ?? null,
  });
}

import { caught, fateOf, type Reply, type StepError, stepRecord, verdict } from '@throughline/engine';
import type { Plan } from '@throughline/flow';
import type { Outcome, Store } from '@throughline/store';
import { type Attempt, callOff } from './attempt.ts';
import { captured } from './capture.ts';
import { addAttempt, addDelivery, addStop, type Stopped, seal, sealMessage } from './entries.ts';
import { gatherInto, noteGathered } from './gather.ts';
import type { Going } from './lanes.ts';
import { nextSub } from './place.ts';
import { waitsForReply } from './reply.ts';
import { cutInto, splitInto } from './split.ts';
import type { Unit } from './unit.ts';

/** A message that waits before a step, and where. */
interface Waiting {
  step: number;
  /** JSON text; null: unchanged, as it lies in the unit's own place. */
  message: string | null;
  /** Seconds. */
  delay: number | null;
  attempts: number;
  /** Where it is now, the lane of the runs, or that of its connector's deliveries. */
  lane: 'own' | 'run' | 'delivery';
  held: Attempt | null;
}

/** A delivery still under way when its batch was settled; its row is held in the delivery lane until it ends. */
export interface Held {
  attempt: Attempt;
  seq: number;
  sub: number;
  node: string;
  key: string;
  reach: string;
}

/** A held row is out of everybody's reach for as long as a lease; the worker's heartbeat extends it. */
const HOLD_S = 15;

/** What a failed attempt leads to, decided once per attempt. */
export function verdictOf(attempt: Attempt) {
  const { unit, step, error, number, beganAt, endedAt } = attempt;
  const isAgain = unit.work.step === attempt.effect.step && unit.work.first !== null;
  const first = isAgain ? Date.parse(unit.work.first!) : beganAt.getTime();
  return verdict(step, error!, number, (endedAt.getTime() - first) / 1000, Math.random());
}

/**
 * Adds to the outcome what became of one unit: where its tokens wait now, what was delivered, what stopped, and for each
 * destination in its reach exactly one of delivered, quarantined, filtered or still in flight.
 */
export function record(store: Store, outcome: Outcome, going: Going, g: number, held: Held[]): { reply: Reply | null } {
  const { unit, leg, attempts } = going;
  const { plan } = unit.bound;
  const waiting: Waiting[] = [];
  const stopped: Stopped[] = [];
  const delivered: number[] = [];
  const trace = leg === null ? [] : [...leg.trace];
  if (unit.cut !== null) trace.push(stepRecord(unit.work.step, 0, { port: 'out' }));

  if (unit.failure !== null)
    stopped.push({ step: unit.work.step, message: null, error: unit.failure, attempts: unit.work.attempts });
  for (const token of leg?.checkpoints ?? [])
    waiting.push({ ...token, delay: null, attempts: 0, lane: 'own', held: null });
  for (const stop of leg?.stops ?? []) {
    const number = unit.work.attempts + 1;
    const what = verdict(plan.steps[stop.step]!, stop.error, number, 0, Math.random());
    addAttempt(outcome, g, unit, plan.steps[stop.step]!.node, number, stop.error, new Date(store.clock.now()));
    if (what.do === 'retry') waiting.push({ ...stop, delay: what.afterS, attempts: number, lane: 'own', held: null });
    else if (what.do === 'catch') waiting.push(...caughtTokens(plan, stop.step, what.step, stop.error, stop.message));
    else stopped.push({ ...stop, error: what.error, attempts: number });
  }
  for (const { step, answer } of going.confirmed) {
    delivered.push(step);
    trace.push(stepRecord(step, 0, { port: 'out', status: 'confirmed before', out: answer }));
    for (const next of plan.steps[step]!.wires['out'] ?? []) {
      waiting.push({ step: next, message: answer, delay: null, attempts: 0, lane: 'run', held: null });
    }
  }
  for (const attempt of attempts) {
    const { effect, step, number, error } = attempt;
    const own = unit.work.step === effect.step;
    const message = own && !unit.work.raw ? null : effect.message;
    callOff(attempt);
    if (attempt.state === 'delivered') {
      delivered.push(effect.step);
      addDelivery(store, outcome, g, unit, attempt);
      trace.push(
        stepRecord(effect.step, attempt.us, {
          port: 'out',
          status: attempt.receipt!.status,
          attempt: number,
          out: attempt.receipt!.answer,
        }),
      );
      for (const next of step.wires['out'] ?? []) {
        waiting.push({
          step: next,
          message: attempt.receipt!.answer,
          delay: null,
          attempts: 0,
          lane: 'run',
          held: null,
        });
      }
    } else if (attempt.state === 'failed') {
      trace.push(stepRecord(effect.step, attempt.us, { attempt: number, error: error! }));
      addAttempt(outcome, g, unit, step.node, number, error!, attempt.beganAt);
      const what = verdictOf(attempt);
      if (what.do === 'retry')
        waiting.push({
          step: effect.step,
          message,
          delay: what.afterS,
          attempts: number,
          lane: 'delivery',
          held: null,
        });
      else if (what.do === 'catch') waiting.push(...caughtTokens(plan, effect.step, what.step, error!, effect.message));
      else stopped.push({ step: effect.step, message, error: what.error, attempts: number });
    } else {
      const running = attempt.state === 'running';
      const before = own ? unit.work.attempts : 0;
      waiting.push({
        step: effect.step,
        message,
        delay: running ? HOLD_S : attempt.blockedS > 0 && !unit.lane.ordered ? attempt.blockedS : null,
        attempts: before,
        lane: 'delivery',
        held: running ? attempt : null,
      });
    }
  }

  noteGathered(outcome, unit, g);
  const handed =
    (splitInto(store, outcome, going, g) ?? 0n) |
    (cutInto(store, outcome, going, g) ?? 0n) |
    (gatherInto(store, outcome, going, g) ?? 0n);
  const {
    fate,
    waiting: masks,
    stopped: lost,
  } = fateOf(plan, BigInt(unit.work.reach) & ~handed, {
    waiting: waiting.map((token) => token.step),
    stopped: stopped.map((stop) => stop.step),
    delivered,
  });
  const isPlaceTaken = placeTokens(store, outcome, unit, g, waiting, masks, held);
  stopped.forEach((stop, i) => {
    addStop(store, outcome, g, unit, stop, lost[i]!);
  });
  for (const node of fate.delivered) outcome.ledger.push({ g, node, a: 0, d: 1, q: 0, f: 0 });
  for (const node of fate.quarantined) outcome.ledger.push({ g, node, a: 0, d: 0, q: 1, f: 0 });
  for (const node of fate.filtered) outcome.ledger.push({ g, node, a: 0, d: 0, q: 0, f: 1 });

  const reply = leg?.reply ?? (waiting.length === 0 && waitsForReply(unit) ? failureReply(stopped[0]?.error) : null);
  const { work } = unit;
  outcome.ended.push({
    g,
    run: work.run,
    message: work.message,
    pin: work.pin,
    replay: work.replay,
    open: waiting.length - 1,
    stopped: stopped.length,
    code: stopped[0]?.error.code ?? null,
    node: stopped[0] === undefined ? null : plan.steps[stopped[0].step]!.node,
    answer: reply === null ? null : seal(store, JSON.stringify(reply), `answer:${work.run}`),
    trace: trace.length === 0 ? null : seal(store, captured(trace, unit.bound.capture()), `trace:${work.run}`),
    place: isPlaceTaken ? null : { lane: work.lane, seq: work.seq, sub: work.sub },
  });
  return { reply };
}

function caughtTokens(plan: Plan, step: number, catcher: number, error: StepError, message: string): Waiting[] {
  return (plan.steps[catcher]!.wires['out'] ?? []).map((next) => ({
    step: next,
    message: caught(plan.steps[step]!, error, message),
    delay: null,
    attempts: 0,
    lane: 'run' as const,
    held: null,
  }));
}

/** The first token that stays in the lane takes the unit's own place. Answers whether one did: else the place is given up. */
function placeTokens(
  store: Store,
  outcome: Outcome,
  unit: Unit,
  g: number,
  waiting: Waiting[],
  masks: bigint[],
  held: Held[],
): boolean {
  const { work, lane, bound } = unit;
  let ownFree = true;
  waiting.forEach((token, i) => {
    // What goes on behind a delivery keeps its order in the lane of the runs.
    const places = { own: lane.node, run: '', delivery: bound.plan.steps[token.step]!.node };
    const node = places[token.lane];
    const here = lane.node === node;
    const fresh = !here || !ownFree;
    if (here) ownFree = false;
    const { key } = lane;
    const sub = fresh ? nextSub(store.clock.now()) : work.sub;
    outcome.work.push({
      g,
      fresh,
      lane: here ? work.lane : null,
      node,
      key,
      seq: work.seq,
      sub,
      run: work.run,
      message: work.message,
      pin: work.pin,
      step: token.step,
      body: token.message === null ? (fresh ? work.sealed : null) : sealMessage(store, unit, token.message),
      reach: masks[i]!.toString(),
      replay: work.replay,
      attempts: token.attempts,
      first: token.attempts > 0 && work.step === token.step ? work.first : null,
      delay: token.delay,
      held: token.held !== null,
    });
    if (!here) outcome.lanes.push({ g, node, key, ordered: lane.ordered, delay: token.delay });
    if (token.held !== null) {
      held.push({ attempt: token.held, seq: work.seq, sub, node, key, reach: masks[i]!.toString() });
    }
  });
  return !ownFree;
}

/** What a waiting caller hears when the flow ended without an answer. */
function failureReply(error: StepError | undefined): Reply {
  const problem =
    error === undefined
      ? { title: 'The flow ended without an answer', status: 502, code: 'no_answer' }
      : {
          title: error.sentence,
          status: error.class === 'data' || error.class === 'rejected' ? 422 : 502,
          code: error.code,
        };
  return {
    status: problem.status,
    headers: { 'content-type': 'application/problem+json' },
    body: JSON.stringify(problem),
  };
}

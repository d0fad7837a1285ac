import { hash } from 'node:crypto';
import {
  type Effect,
  type EffectRun,
  type Reach,
  type Receipt,
  type StepError,
  StepFailure,
} from '@throughline/engine';
import type { PlanStep } from '@throughline/flow';
import { failpoint } from '@throughline/store';
import type { Gate, Gates } from './gates.ts';
import { contextOf, type Unit } from './unit.ts';

/**
 * One attempt at one destination: waiting (behind its predecessor, or for a place at the gate) → running → delivered | failed; or
 * unbegun, when it was called off before it started. Only a running attempt may have been seen by the destination.
 */
export interface Attempt {
  unit: Unit;
  effect: Effect;
  step: PlanStep;
  key: string;
  /** 1 for the first. */
  number: number;
  /** Database time. */
  beganAt: Date;
  endedAt: Date;
  us: number;
  state: 'waiting' | 'running' | 'delivered' | 'failed' | 'unbegun';
  receipt: Receipt | null;
  error: StepError | null;
  /** Seconds until the gate lets somebody pass, when that is why it did not begin. */
  blockedS: number;
  /** Resolves when the state is delivered, failed or unbegun. */
  ended: Promise<void>;
}

export interface AttemptPorts {
  gates: Gates;
  effects: ReadonlyMap<string, EffectRun>;
  reach: (unit: Unit) => Reach;
  signal: AbortSignal;
  /** Database time, in milliseconds. */
  now: () => number;
}

/**
 * Stable over all attempts of this delivery, whoever makes them and however often (RUNS.md promise 4); and over a restored database,
 * when the sender sends the same content under the same key again.
 */
export function deliveryKey(unit: Unit, node: string, ordinal: number): string {
  const parts = [contextOf(unit).source ?? unit.work.message, node];
  if (ordinal > 0) parts.push(String(ordinal));
  if (unit.work.replay === 2) parts.push(unit.work.run);
  return hash('sha256', parts.join('\n'), 'hex').slice(0, 32);
}

/** `after` resolves to whether the attempt may begin: in an ordered lane the predecessor at this destination must be delivered. */
export function beginAttempt(
  ports: AttemptPorts,
  unit: Unit,
  effect: Effect,
  ordinal: number,
  after: Promise<boolean>,
): Attempt {
  const step = unit.bound.plan.steps[effect.step]!;
  const attempt: Attempt = {
    unit,
    effect,
    step,
    key: deliveryKey(unit, step.node, ordinal),
    number: (unit.work.step === effect.step ? unit.work.attempts : 0) + 1,
    beganAt: new Date(ports.now()),
    endedAt: new Date(ports.now()),
    us: 0,
    state: 'waiting',
    receipt: null,
    error: null,
    blockedS: 0,
    ended: Promise.resolve(),
  };
  attempt.ended = carryOut(ports, attempt, after);
  return attempt;
}

/** Calls off an attempt that has not begun; false when it is too late for that. */
export function callOff(attempt: Attempt): boolean {
  if (attempt.state === 'waiting') attempt.state = 'unbegun';
  return attempt.state === 'unbegun';
}

async function carryOut(ports: AttemptPorts, attempt: Attempt, after: Promise<boolean>): Promise<void> {
  const { unit, step, effect } = attempt;
  const gate: Gate = ports.gates.of(unit.bound, step);
  if (!(await after)) return void callOff(attempt);
  if (unit.work.starts > 0 && step.safety === 'neither') {
    attempt.error = workerLost;
    attempt.state = 'failed';
    return;
  }
  if (attempt.state !== 'waiting') return;
  attempt.blockedS = ports.gates.blockedS(gate);
  if (attempt.blockedS > 0) return void callOff(attempt);
  if (!(await ports.gates.probe(gate))) {
    attempt.blockedS = Math.max(0.5, ports.gates.blockedS(gate));
    return void callOff(attempt);
  }
  const leave = await ports.gates.enter(gate, () => attempt.state !== 'waiting');
  if (leave === null) return;
  if (attempt.state !== 'waiting') return leave();
  attempt.state = 'running';
  attempt.beganAt = new Date(ports.now());
  const began = performance.now();
  try {
    const run = ports.effects.get(step.type);
    if (run === undefined) throw new StepFailure(unknownType(step));
    attempt.receipt = await run({
      message: effect.message,
      settings: effect.settings,
      key: attempt.key,
      attempt: attempt.number,
      context: contextOf(unit),
      reach: ports.reach(unit),
      signal: ports.signal,
    });
    failpoint('delivery.answered');
    attempt.us = Math.round((performance.now() - began) * 1000);
    attempt.state = 'delivered';
    ports.gates.succeeded(gate);
  } catch (cause) {
    attempt.us = Math.round((performance.now() - began) * 1000);
    attempt.error = cause instanceof StepFailure ? cause.error : unexpected(cause);
    attempt.endedAt = new Date(ports.now());
    attempt.state = 'failed';
    ports.gates.failed(gate, attempt.error);
  } finally {
    leave();
  }
}

function unknownType(step: PlanStep): StepError {
  return { code: 'step_unknown', class: 'code', sentence: `This server does not know the node type ${step.type}.` };
}

/** The worker that had this message died: whether it had sent the request, nobody knows. */
const workerLost: StepError = {
  code: 'worker_lost',
  class: 'unknown-outcome',
  sentence: 'The worker stopped while it may have been sending.',
};

/** A fault of ours, not of the message: nobody knows how far the request went. */
function unexpected(cause: unknown): StepError {
  const name = cause instanceof Error ? cause.name : typeof cause;
  return {
    code: 'connector_fault',
    class: 'unknown-outcome',
    sentence: `The connector failed in an unexpected way (${name}).`,
  };
}

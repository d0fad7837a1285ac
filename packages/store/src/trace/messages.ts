import type { Plan } from '@throughline/flow';
import type { StepRecord } from './read.ts';

/** The message before and behind a step, as JSON values; undefined where the trace does not have it. */
export interface Around {
  before: unknown;
  after: unknown;
}

/**
 * What a step was given and what it made of it. A record has what is behind its step, or says that it went on the same; what is
 * before it is behind the nearest earlier record that is wired to it. `received` is the message as its trigger gave it.
 */
export function messagesAround(plan: Plan, records: readonly StepRecord[], index: number, received: unknown): Around {
  const record = records[index];
  if (record === undefined) return { before: undefined, after: undefined };
  const before = messageBefore(plan, records, index, received);
  return { before, after: record.same === true ? before : record.out };
}

function messageBefore(plan: Plan, records: readonly StepRecord[], index: number, received: unknown): unknown {
  const { s } = records[index]!;
  if (plan.steps[s]?.place === 'trigger') return received;
  for (let i = index - 1; i >= 0; i--) {
    const earlier = records[i]!;
    if (earlier.error !== undefined && earlier.s === s) continue;
    if (!leadsTo(plan, earlier, s)) continue;
    return earlier.same === true ? messageBefore(plan, records, i, received) : earlier.out;
  }
  return fromTrigger(plan, s) ? received : undefined;
}

function leadsTo(plan: Plan, { s, port }: StepRecord, to: number): boolean {
  const wires = plan.steps[s]?.wires ?? {};
  const ports = port === undefined ? Object.values(wires) : [wires[port] ?? []];
  return ports.some((steps) => steps.includes(to)) || plan.steps[s]?.catch === to;
}

/** A trigger without a record of its own stands right before it. */
function fromTrigger(plan: Plan, s: number): boolean {
  return plan.triggers.some((trigger) => Object.values(plan.steps[trigger]!.wires).some((steps) => steps.includes(s)));
}

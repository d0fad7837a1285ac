import {
  emptyOutcome,
  failpoint,
  isOutage,
  type Outcome,
  rest,
  type Settled,
  type Store,
  type TakeLimits,
  type Taken,
  take,
} from '@throughline/store';
import type { Answers } from './answers.ts';
import { type BatchPorts, runBatch } from './batch.ts';
import { type Held, record } from './outcome.ts';
import type { Settler } from './settler.ts';

export interface Slot {
  deployment: number;
  slot: number;
}

export interface DrainPorts extends BatchPorts {
  store: Store;
  owner: string;
  answers: Answers;
  settle: Settler;
  limits: TakeLimits;
  /** Called after every settled batch. */
  progress: (slot: Slot, outcome: Outcome) => void;
  /** Results that came too late: somebody else has the lane now. */
  onFenced: (count: number) => void;
  /** Says that a slot has something to do again. */
  again: (slot: Slot) => void;
  /** Settles deliveries that outlived their batch. */
  background: (work: Promise<void>) => void;
}

/**
 * Empties a slot: takes a batch, runs it, settles it and takes the next in the same round trip, until nothing is due. Answers the
 * seconds until the slot has something to do again, or null.
 */
export async function drain(ports: DrainPorts, slot: Slot): Promise<number | null> {
  let taken: Taken | null = await take(ports.store, slot, ports.owner, ports.limits);
  while (taken !== null) {
    failpoint('worker.leased');
    const { outcome, held, answers } = await runBatch(ports, taken);
    if (outcome.stops.length > 0) failpoint('quarantine.write');
    const limits = ports.signal.aborted ? { ...ports.limits, work: 0 } : ports.limits;
    const settled = await settleSurely(ports, slot, outcome, limits);
    failpoint('worker.recorded');
    if (settled.fenced.length > 0) ports.onFenced(settled.fenced.length);
    const fenced = new Set(settled.fenced);
    for (const { run, reply } of answers) ports.answers.publish(run, reply);
    for (const late of held) {
      if (fenced.has(late.attempt.unit.g)) continue;
      const lane =
        settled.lanes.find(({ node, key }) => node === late.node && key === late.key)?.id ??
        late.attempt.unit.work.lane;
      ports.background(settleHeld(ports, slot, late, lane));
    }
    ports.progress(slot, outcome);
    taken = settled.next;
  }
  return ports.signal.aborted ? null : await rest(ports.store, slot);
}

/** Waits for a delivery that outlived its batch and settles it at its own row. */
async function settleHeld(ports: DrainPorts, slot: Slot, late: Held, lane: number): Promise<void> {
  await late.attempt.ended;
  const { attempt } = late;
  const { unit } = attempt;
  const work = {
    ...unit.work,
    lane,
    seq: late.seq,
    sub: late.sub,
    step: attempt.effect.step,
    reach: late.reach,
    raw: false,
    sealed: null,
  };
  const there = { ...unit, work, lane: { ...unit.lane, id: lane, node: late.node, key: late.key }, failure: null };
  const outcome = emptyOutcome();
  outcome.groups.push({ g: 0, at: [lane, late.seq, late.sub] });
  record(
    ports.store,
    outcome,
    { unit: there, leg: null, attempts: [{ ...attempt, unit: there }], confirmed: [], left: false },
    0,
    [],
  );
  const settled = await settleSurely(ports, slot, outcome, { ...ports.limits, work: 0 });
  if (settled.fenced.length > 0) ports.onFenced(1);
  ports.progress(slot, outcome);
  ports.again(slot);
}

/**
 * What was delivered must be recorded: while the database is away (or chose this transaction to break a deadlock) the same outcome
 * is offered again, as long as the lease may hold. An outcome that was committed although its answer was lost is fenced then.
 */
async function settleSurely(ports: DrainPorts, slot: Slot, outcome: Outcome, limits: TakeLimits): Promise<Settled> {
  const until = performance.now() + ports.limits.leaseS * 1000;
  for (let pause = 50; ; pause = Math.min(pause * 2, 2_000)) {
    try {
      return await ports.settle(slot, outcome, limits);
    } catch (error) {
      if (!isOutage(error) || performance.now() + pause > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}

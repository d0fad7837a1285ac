import {
  blame,
  emptyOutcome,
  failpoint,
  giveUp,
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
import type { Hands } from './holding.ts';
import { type Held, record } from './outcome.ts';
import type { Settler } from './settler.ts';
import type { Turns } from './turns.ts';

export interface Slot {
  deployment: number;
  slot: number;
}

/** A batch is settled when all its deliveries have ended, or after this long; slower ones go on by themselves. */
const PATIENCE_MS = 150;
/** Work that a worker died with is waited for longer, to see whether it is what kills; after so many deaths with nothing beside it. */
const SUSPECT_MS = 1_000;
const TRIAL = 2;

export interface DrainPorts extends BatchPorts {
  store: Store;
  owner: string;
  answers: Answers;
  settle: Settler;
  hands: Hands;
  turns: Turns;
  limits: TakeLimits;
  /** Aborted: nothing more is taken; what is in hand is finished. */
  signal: AbortSignal;
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
 * Empties a slot: takes a batch (or is given the first), runs it, settles it and takes the next in the same round trip, until nothing is
 * due. Answers the seconds until the slot has something to do again, or null.
 */
export async function drain(
  ports: DrainPorts,
  slot: Slot,
  given: Promise<Taken | null> | null,
): Promise<number | null> {
  const more = () =>
    ports.signal.aborted ? Promise.resolve(null) : take(ports.store, slot, ports.owner, ports.limits);
  let due: number | null | undefined;
  let leave = await ports.turns.together();
  try {
    let taken = (await given) ?? (await more());
    while (taken !== null) {
      failpoint('worker.leased');
      const letGo = ports.hands.hold(taken.lanes);
      const isTrial = taken.work[0]!.starts >= TRIAL;
      if (isTrial) {
        leave();
        leave = await ports.turns.alone();
      }
      const { settled, held, isCertain, goesOn } = await runAndSettle(ports, slot, taken, isTrial).finally(letGo);
      const fenced = new Set(isCertain ? settled.fenced : []);
      for (const late of held) {
        if (fenced.has(late.attempt.unit.g)) continue;
        const lane =
          settled.lanes.find(({ node, key }) => node === late.node && key === late.key)?.id ??
          late.attempt.unit.work.lane;
        ports.background(settleHeld(ports, slot, late, lane));
      }
      taken = settled.next;
      due = settled.rest;
      if (!isCertain) await giveUp(ports.store, ports.owner, slot, 'innocent');
      if (!goesOn) {
        leave();
        leave = await ports.turns.together();
      }
      if (!isCertain || !goesOn) {
        taken = await more();
        due = undefined;
      }
    }
  } finally {
    leave();
  }
  if (ports.signal.aborted) return null;
  return due === undefined ? await rest(ports.store, slot) : due;
}

async function runAndSettle(
  ports: DrainPorts,
  slot: Slot,
  taken: Taken,
  isTrial: boolean,
): Promise<Sure & { held: Held[]; goesOn: boolean }> {
  if (isTrial) await blame(ports.store, ports.owner, ports.hands.all().lanes, taken.work[0]!);
  const { outcome, held, answers } = await runBatch(ports, taken, taken.work[0]!.starts > 0 ? SUSPECT_MS : PATIENCE_MS);
  if (outcome.stops.length > 0) failpoint('quarantine.write');
  const goesOn = !isTrial && !ports.turns.isAsked;
  const limits = ports.signal.aborted || !goesOn ? { ...ports.limits, work: 0 } : ports.limits;
  const sure = await settleSurely(ports, slot, outcome, limits);
  failpoint('worker.recorded');
  if (sure.settled.fenced.length > 0) ports.onFenced(sure.settled.fenced.length);
  for (const { run, reply } of answers) ports.answers.publish(run, reply);
  ports.progress(slot, outcome);
  return { ...sure, held, goesOn };
}

/** Waits for a delivery that outlived its batch and settles it at its own row. */
async function settleHeld(ports: DrainPorts, slot: Slot, late: Held, lane: number): Promise<void> {
  const letGo = ports.hands.keep([lane, late.seq, late.sub]);
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
  const { settled } = await settleSurely(ports, slot, outcome, { ...ports.limits, work: 0 }).finally(letGo);
  if (settled.fenced.length > 0) ports.onFenced(1);
  ports.progress(slot, outcome);
  ports.again(slot);
}

interface Sure {
  settled: Settled;
  /** False: an answer was lost on the way. What is fenced may be what was written then, and lanes may be leased unknown to us. */
  isCertain: boolean;
}

/**
 * What was delivered must be recorded: while the database is away (or chose this transaction to break a deadlock) the same outcome
 * is offered again, as long as the lease may hold. An outcome that was committed although its answer was lost is fenced then.
 */
async function settleSurely(ports: DrainPorts, slot: Slot, outcome: Outcome, limits: TakeLimits): Promise<Sure> {
  const until = performance.now() + ports.limits.leaseS * 1000;
  for (let pause = 50, isCertain = true; ; pause = Math.min(pause * 2, 2_000), isCertain = false) {
    try {
      return { settled: await ports.settle(slot, outcome, isCertain ? limits : { ...limits, work: 0 }), isCertain };
    } catch (error) {
      if (!isOutage(error) || performance.now() + pause > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}

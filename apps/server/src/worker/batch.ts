import { type AdvancePorts, advance, type Leg } from '@throughline/engine';
import {
  emptyOutcome,
  failpoint,
  type Outcome,
  readGathered,
  readReceipts,
  type Store,
  type Taken,
} from '@throughline/store';
import type { Answered } from './answers.ts';
import type { AttemptPorts } from './attempt.ts';
import { GATHERED_PORT } from './gather.ts';
import { beginOrdered, beginUnordered, type Going, holdFiles, holdReaders, type Passes } from './lanes.ts';
import { type Held, record, verdictOf } from './outcome.ts';
import type { Plans } from './plans.ts';
import { openUnit, type Receive, type Unit } from './unit.ts';

export interface BatchPorts {
  store: Store;
  plans: Plans;
  receive: Receive;
  advance: (unit: Unit) => Omit<AdvancePorts, 'signal'>;
  attempts: AttemptPorts;
  /** Told of every stretch that has been run; undefined where nobody watches. */
  watch?: ((going: Going) => void) | undefined;
}

/** How soon a message that reads from outside looks again whether the deliveries before it have ended. */
const BEHIND_S = 1;
/** TakenWork.replay: 0 no replay, 1 a replay that skips what is confirmed, 2 one that repeats. */
const CONSULT = 1;

/**
 * Runs a taken batch: pure stretches together in the sandbox, then the deliveries lane by lane, then one outcome. Deliveries that
 * take longer than `patienceMs` go on by themselves.
 */
export async function runBatch(
  ports: BatchPorts,
  taken: Taken,
  patienceMs: number,
): Promise<{ outcome: Outcome; held: Held[]; answers: Answered[] }> {
  const outcome = emptyOutcome();
  const held: Held[] = [];
  const answers: Answered[] = [];
  const groups = new Map(taken.lanes.map((lane, g) => [lane.id, { lane, g, goings: [] as Going[] }]));
  const goings: Going[] = [];
  for (const work of taken.work) {
    const { lane, g, goings: ofLane } = groups.get(work.lane)!;
    const bound = await ports.plans.get(work.pin);
    const unit = openUnit(ports.store, ports.receive, { work, lane, g, bound });
    if (work.gather !== null) {
      const { node } = bound.plan.steps[work.step]!;
      unit.message = `[${(await readGathered(ports.store, bound.pinned.deployment, node, work.gather)).join(',')}]`;
    }
    const going: Going = { unit, leg: null, attempts: [], confirmed: [], left: false };
    goings.push(going);
    ofLane.push(going);
  }
  for (const { lane, goings: ofLane } of groups.values()) {
    if (lane.ordered) holdReaders(ofLane);
    holdFiles(ofLane);
  }
  await advanceAll(
    ports,
    goings.filter(({ left }) => !left),
  );
  failpoint('worker.stepped');
  await Promise.all(goings.map((going) => consultReceipts(ports.store, going)));

  for (const { lane, goings: ofLane } of groups.values()) {
    if (lane.ordered) beginOrdered(ports.attempts, ofLane, passes, stopsLane);
    else beginUnordered(ports.attempts, ofLane);
  }
  await patiently(
    goings.flatMap((going) => going.attempts.map((attempt) => attempt.ended)),
    patienceMs,
  );

  for (const { lane, g, goings: ofLane } of groups.values()) {
    const sleep = ofLane[0]?.left ? BEHIND_S : sleepOf(lane.node, ofLane);
    if (sleep === null) {
      for (const going of ofLane) {
        if (going.left) continue;
        const { reply } = record(ports.store, outcome, going, g, held);
        if (reply !== null) answers.push({ run: going.unit.work.run, reply });
        ports.watch?.(going);
      }
    }
    const delayed = ofLane.some(
      (going) => going.left || going.attempts.some((attempt) => attempt.state !== 'delivered'),
    );
    outcome.groups.push({ g, lane: lane.id, epoch: lane.epoch, delayed, sleep });
  }
  return { outcome, held, answers };
}

/** Units of one plan cross together; those that a worker once died with go alone, so that only the guilty one dies again. */
async function advanceAll(ports: BatchPorts, goings: Going[]): Promise<void> {
  const ready = goings.filter(({ unit }) => unit.message !== null);
  const together = new Map<number, Going[]>();
  for (const going of ready) {
    if (going.unit.work.starts > 0) await advanceSome(ports, [going]);
    else {
      const same = together.get(going.unit.work.pin) ?? [];
      same.push(going);
      together.set(going.unit.work.pin, same);
    }
  }
  await Promise.all([...together.values()].map((same) => advanceSome(ports, same)));
}

async function advanceSome(ports: BatchPorts, goings: Going[]): Promise<void> {
  const { unit } = goings[0]!;
  const items = goings.map((going) => ({
    step: going.unit.work.step,
    message: going.unit.message!,
    context: going.unit.context,
    behind: going.unit.work.gather === null ? null : GATHERED_PORT,
  }));
  const { plan, program } = unit.bound;
  const legs: Leg[] = await advance(plan, program, items, { ...ports.advance(unit), signal: ports.attempts.signal });
  goings.forEach((going, i) => {
    going.leg = legs[i]!;
  });
}

/** A replay does not repeat what a destination has confirmed, unless it was asked to (RUNS.md promise 4). */
async function consultReceipts(store: Store, going: Going): Promise<void> {
  const { unit, leg } = going;
  if (unit.work.replay !== CONSULT || leg === null || leg.effects.length === 0) return;
  const receipts = await readReceipts(store, unit.work.message);
  const { steps } = unit.bound.plan;
  const isKnown = (step: number) => receipts.has(steps[step]!.node);
  going.confirmed = leg.effects
    .filter(({ step }) => isKnown(step))
    .map(({ step }) => ({ step, answer: receipts.get(steps[step]!.node)!.answer }));
  leg.effects = leg.effects.filter(({ step }) => !isKnown(step));
}

/** A message set aside for good lets its successors through where the flow says so. */
const passes: Passes = (attempt) =>
  attempt.state === 'failed' && !attempt.unit.parks && verdictOf(attempt).do !== 'retry';

/** Behind a unit whose pure stretch failed, an ordered lane waits: for the retry, or for a person. */
function stopsLane({ unit, leg }: Going): boolean {
  if (unit.cut !== null) return true;
  const stops = unit.failure !== null || (leg !== null && leg.stops.length > 0);
  return (stops && (unit.parks || leg?.stops.some((stop) => stop.error.code === 'crash') === true)) || pausesLane(leg);
}

/** What continues in the lane (a checkpoint, the pieces of a split) comes before the unit's successors. */
function pausesLane(leg: Leg | null): boolean {
  return leg !== null && (leg.checkpoints.length > 0 || leg.splits.length > 0);
}

/** A delivery lane none of whose messages could begin, because of the gate, sleeps as it is. */
function sleepOf(node: string, goings: Going[]): number | null {
  if (node === '') return null;
  const attempts = goings.flatMap((going) => going.attempts);
  const blocked = attempts.filter((attempt) => attempt.state === 'unbegun' && attempt.blockedS > 0);
  const touched =
    attempts.some((attempt) => attempt.state !== 'unbegun') || goings.some(({ unit }) => unit.failure !== null);
  return !touched && blocked.length > 0 ? Math.min(...blocked.map((attempt) => attempt.blockedS)) : null;
}

async function patiently(ended: Promise<void>[], ms: number): Promise<void> {
  if (ended.length === 0) return;
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([Promise.all(ended), patience]);
  clearTimeout(timer);
}

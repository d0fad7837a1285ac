import { hostname } from 'node:os';
import type { Runs, Sandbox } from '@throughline/engine';
import {
  beat,
  type Claim,
  giveUp,
  isOutage,
  keepMinute,
  maintain,
  newId,
  noteProgress,
  registerWorker,
  release,
  type Store,
  sweep,
  type Taken,
  type WorkerIdentity,
} from '@throughline/store';
import type { Answers } from './answers.ts';
import { startBell } from './bell.ts';
import { type DrainPorts, drain, type Slot } from './drain.ts';
import { createGates } from './gates.ts';
import { createHerald } from './herald.ts';
import { createHands } from './holding.ts';
import { createPlans } from './plans.ts';
import type { LeftOut, Reaches } from './reach.ts';
import { every, workReplays } from './replays.ts';
import { createSettler } from './settler.ts';
import { createTurns } from './turns.ts';
import type { Receive, Unit } from './unit.ts';

const LEASE_S = 15;
const BEAT_MS = 5_000;
const SWEEP_MS = 1_000;
const MINUTE_LOOK_MS = 15_000;
/** What is in hand may take this long once we are to stop; then it is called off, and has this long to be recorded. */
const STOP_MS = 18_000;
const LAST_MS = 3_000;

export interface WorkerOptions {
  store: Store;
  databaseUrl: string;
  sandbox: Sandbox;
  runs: Runs;
  receive: Receive;
  reaches: Reaches;
  answers: Answers;
  /** Slots drained at the same time. */
  concurrency: number;
  log: Log;
  /** Told of every stretch that has been run. */
  watch?: DrainPorts['watch'];
}

/** Structured, ids only. */
export interface Log {
  info(fields: Record<string, unknown>, text: string): void;
  warn(fields: Record<string, unknown>, text: string): void;
  error(fields: Record<string, unknown>, text: string): void;
}

export interface Worker {
  id: string;
  /** Begins to drain a slot at once, ahead of the bell. */
  kick(slot: Slot): void;
  /**
   * Reserves a slot that nobody here is at, for a caller that takes its first batch and gives it, or says that it may be lost, at once;
   * null where the worker has no hand free.
   */
  claim(slot: Slot): Claim | null;
  fenced(): number;
  /** Fields that connections do not list and were not sent. */
  leftOut(): readonly LeftOut[];
  close(): Promise<void>;
}

/** Starts the worker's loops: the bell (graphile-worker), lease heartbeats and the sweeper. */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const { store, log } = options;
  const id = newId();
  const stop = new AbortController();
  const callOff = new AbortController();
  const late = new Set<Promise<void>>();
  let fencedCount = 0;
  let progressed = false;
  const onError = (where: string) => (error: unknown) => log.error({ where, err: error }, 'worker trouble');

  const me: WorkerIdentity = { id, host: hostname(), pid: process.pid, pool: null };
  await registerWorker(store, me);
  const hands = createHands();
  const gates = createGates(store, onError('gates'));
  const herald = createHerald(store, onError('herald'));
  const ports: DrainPorts = {
    store,
    owner: id,
    plans: createPlans(store, options.reaches),
    receive: options.receive,
    advance: (unit: Unit) => ({
      sandbox: options.sandbox,
      runs: options.runs,
      reach: options.reaches.of(unit.bound.pinned),
    }),
    attempts: {
      gates,
      effects: options.runs.effect,
      reach: (unit) => options.reaches.of(unit.bound.pinned),
      signal: callOff.signal,
      now: store.clock.now,
    },
    answers: options.answers,
    watch: options.watch,
    settle: createSettler(store, id),
    hands,
    turns: createTurns(),
    limits: { leaseS: LEASE_S, lanes: 64, work: 100 },
    signal: stop.signal,
    progress: ({ deployment }, { stops }) => {
      progressed = true;
      herald.settled(deployment, stops.length > 0);
    },
    onFenced: (count) => {
      fencedCount += count;
      log.warn({ count }, 'late results were fenced');
    },
    again: (slot) => void slots.drained(slot),
    background: (work) => {
      const settled = work.catch(onError('late delivery')).finally(() => late.delete(settled));
      late.add(settled);
    },
  };

  const slots = createSlots(ports, options.concurrency, onError('drain'));
  const bell = await startBell({
    store,
    databaseUrl: options.databaseUrl,
    concurrency: options.concurrency,
    log,
    tasks: {
      drain: async (job) => slots.drained(job as Slot),
      maintain: async () => void (await maintain(store)),
    },
    onPool: (pool) => {
      me.pool = pool;
      return registerWorker(store, me);
    },
  });
  const beating = setInterval(() => {
    registerWorker(store, me).catch(onError('heartbeat'));
    beat(store, id, LEASE_S, hands.all()).catch(onError('heartbeat'));
    if (progressed) noteProgress(store, id).catch(onError('heartbeat'));
    progressed = false;
  }, BEAT_MS);
  const sweeping = setInterval(() => sweep(store).catch(onError('sweeper')), SWEEP_MS);
  const minutes = every(MINUTE_LOOK_MS, () => keepMinute(store), onError('minutes'));
  const replaying = every(SWEEP_MS, () => workReplays(store, options.receive, stop.signal), onError('replay'));

  return {
    id,
    kick: (slot) => void slots.drained(slot),
    claim: slots.claim,
    fenced: () => fencedCount,
    leftOut: options.reaches.leftOut,
    async close() {
      stop.abort();
      clearInterval(sweeping);
      await Promise.all([replaying.stop(), minutes.stop()]);
      const finished = slots.idle().then(() => Promise.all(late));
      await Promise.race([finished, pause(STOP_MS)]);
      callOff.abort();
      await Promise.race([finished, pause(LAST_MS)]);
      clearInterval(beating);
      gates.close();
      herald.close();
      await bell.close();
      await release(store, id).catch(onError('release'));
    },
  };
}

/** At most one drain per slot in this process, `concurrency` at once; a slot rung while it is being drained is drained again. */
function createSlots(ports: DrainPorts, concurrency: number, onError: (error: unknown) => void) {
  const active = new Map<string, { again: boolean; done: Promise<void> }>();
  const waiting: (() => void)[] = [];
  const timers = new Map<string, NodeJS.Timeout>();
  let running = 0;

  async function once(slot: Slot, name: string, given: Promise<Taken | null> | null): Promise<void> {
    while (running >= concurrency) await new Promise<void>((resolve) => waiting.push(resolve));
    running++;
    try {
      const state = active.get(name)!;
      let first = given;
      do {
        state.again = false;
        const due = await drain(ports, slot, first);
        first = null;
        if (due !== null) later(slot, name, due);
      } while (state.again && !ports.signal.aborted);
    } finally {
      running--;
      waiting.shift()?.();
    }
  }

  /** A slot with something due soon is looked at on time; the sweeper would only come by once a second. */
  function later(slot: Slot, name: string, seconds: number): void {
    clearTimeout(timers.get(name));
    const delay = Math.min(Math.max(seconds * 1000, 20), 60_000);
    timers.set(name, setTimeout(() => void drained(slot), delay).unref());
  }

  function drained(slot: Slot): Promise<void> {
    if (ports.signal.aborted) return Promise.resolve();
    const name = `${slot.deployment} ${slot.slot}`;
    const state = active.get(name);
    if (state !== undefined) {
      state.again = true;
      return state.done;
    }
    return begin(slot, name, null);
  }

  function begin(slot: Slot, name: string, given: Promise<Taken | null> | null): Promise<void> {
    const fresh = { again: false, done: Promise.resolve() };
    active.set(name, fresh);
    fresh.done = once(slot, name, given)
      .catch(async (error: unknown) => {
        onError(error);
        await giveUp(ports.store, ports.owner, slot, isOutage(error) ? 'innocent' : 'suspect');
      })
      .catch(onError)
      .finally(() => active.delete(name));
    return fresh.done;
  }

  function claim(slot: Slot): Claim | null {
    const name = `${slot.deployment} ${slot.slot}`;
    if (ports.signal.aborted || active.has(name) || running >= concurrency || !ports.turns.isOpen) return null;
    const given = Promise.withResolvers<Taken | null>();
    void begin(slot, name, given.promise);
    return {
      owner: ports.owner,
      limits: ports.limits,
      give: given.resolve,
      lose() {
        const nothing = () => null;
        given.resolve(giveUp(ports.store, ports.owner, slot, 'innocent').then(nothing, nothing));
      },
    };
  }

  return {
    drained,
    claim,
    async idle() {
      for (const timer of timers.values()) clearTimeout(timer);
      await Promise.all([...active.values()].map(({ done }) => done));
    },
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

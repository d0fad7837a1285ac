import { type Acceptance, type Arrival, accept, type Claim, type Store } from '@throughline/store';

/** Commits at the same time; while they are under way, newcomers gather into the next. */
const AT_ONCE = 2;
const BATCH = 200;
const BATCH_BYTES = 4 * 1024 * 1024;

export interface CommitLimits {
  /** Messages and bytes that may wait for a commit; beyond them callers are refused before anything is accepted. */
  waiting: number;
  waitingBytes: number;
}

export interface Slot {
  deployment: number;
  slot: number;
}

/** The worker in this process, as the doors know it. */
export interface Hand {
  /** Says that a slot has work. */
  kick(slot: Slot): void;
  /** A worker that is free for a slot takes with the commit itself; null: it is busy there, and is to be kicked. */
  claim(slot: Slot): Claim | null;
}

export interface Committer {
  /** Resolves once the arrival is durable. Rejects with the database's error when it is not known to be. */
  commit(arrival: Arrival): Promise<Acceptance>;
  /** True when there is no room for another message of this size. */
  full(bytes: number): boolean;
  idle(): Promise<void>;
}

interface Waiting {
  arrival: Arrival;
  resolve: (acceptance: Acceptance) => void;
  reject: (error: unknown) => void;
}

/**
 * Shares commits among concurrent arrivals: a lone one is committed at once, a crowd in batches. `hand` is null where no worker is in
 * this process, so that a bell has to be rung for one elsewhere. `onStored` is told how many messages are new.
 */
export function createCommitter(
  store: Store,
  limits: CommitLimits,
  hand: Hand | null,
  onStored: (count: number) => void,
): Committer {
  let queue: Waiting[] = [];
  let bytes = 0;
  const free = Array.from({ length: AT_ONCE }, (_, shard) => shard);
  let drained: (() => void)[] = [];

  function pump(): void {
    while (queue.length > 0 && free.length > 0) void commitNext(free.pop()!);
    if (queue.length === 0 && free.length === AT_ONCE) {
      for (const resolve of drained) resolve();
      drained = [];
    }
  }

  async function commitNext(shard: number): Promise<void> {
    let size = 0;
    let count = 0;
    while (count < queue.length && count < BATCH && (count === 0 || size + queue[count]!.arrival.size <= BATCH_BYTES)) {
      size += queue[count]!.arrival.size;
      count++;
    }
    const batch = queue.slice(0, count);
    queue = queue.slice(count);
    const arrivals = batch.map(({ arrival }) => arrival);
    const slots = slotsOf(arrivals);
    const taking = slots.length === 1 ? (hand?.claim(slots[0]!) ?? null) : null;
    try {
      const { results, taken } = await accept(store, arrivals, { shard, bell: hand === null, taking });
      taking?.give(taken);
      results.forEach((result, i) => {
        batch[i]!.resolve(result);
      });
      const stored = arrivals.filter((_, i) => results[i]!.outcome === 'stored');
      if (taking === null) for (const slot of slotsOf(stored)) hand?.kick(slot);
      onStored(stored.length);
    } catch (error) {
      taking?.lose();
      for (const { reject } of batch) reject(error);
    } finally {
      bytes -= size;
      free.push(shard);
      pump();
    }
  }

  return {
    commit(arrival) {
      return new Promise((resolve, reject) => {
        queue.push({ arrival, resolve, reject });
        bytes += arrival.size;
        pump();
      });
    },
    full: (size) => queue.length >= limits.waiting || bytes + size > limits.waitingBytes,
    idle: () =>
      new Promise((resolve) => {
        drained.push(resolve);
        pump();
      }),
  };
}

function slotsOf(arrivals: readonly Arrival[]): Slot[] {
  const slots = new Map(
    arrivals.map(({ deployment, lane: { slot } }) => [`${deployment} ${slot}`, { deployment, slot }]),
  );
  return [...slots.values()];
}

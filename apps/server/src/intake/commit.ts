import { type Acceptance, accept, type Store } from '@throughline/store';
import type { Arrived } from './arrive.ts';
import { type Hand, place } from './place.ts';

const BATCH = 200;
/** Processes that commit at the same time rarely share it. */
const SHARD = process.pid % 16;
const BATCH_BYTES = 4 * 1024 * 1024;

export interface CommitLimits {
  /** Messages and bytes that may wait for a commit; beyond them callers are refused before anything is accepted. */
  waiting: number;
  waitingBytes: number;
}

export interface Committer {
  /** Resolves once the arrival is durable. Rejects with the database's error when it is not known to be. */
  commit(arrival: Arrived): Promise<Acceptance>;
  /** True when there is no room for another message of this size. */
  full(bytes: number): boolean;
  idle(): Promise<void>;
}

interface Waiting {
  arrival: Arrived;
  resolve: (acceptance: Acceptance) => void;
  reject: (error: unknown) => void;
}

/**
 * Shares commits among concurrent arrivals: a lone one is committed at once; what comes while one is under way gathers into the next. `hand` is null where no worker is in
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
  let isBusy = false;
  const drained: (() => void)[] = [];

  function pump(): void {
    if (isBusy) return;
    if (queue.length > 0) void commitNext();
    else for (const resolve of drained.splice(0)) resolve();
  }

  async function commitNext(): Promise<void> {
    isBusy = true;
    let size = 0;
    let count = 0;
    while (count < queue.length && count < BATCH && (count === 0 || size + queue[count]!.arrival.size <= BATCH_BYTES)) {
      size += queue[count]!.arrival.size;
      count++;
    }
    const batch = queue.slice(0, count);
    queue = queue.slice(count);
    const { arrivals, slots, claim } = place(
      batch.map(({ arrival }) => arrival),
      hand,
    );
    try {
      const { results, taken } = await accept(store, arrivals, { shard: SHARD, bell: hand === null, taking: claim });
      claim?.give(taken);
      results.forEach((result, i) => {
        batch[i]!.resolve(result);
      });
      const stored = results.filter(({ outcome }) => outcome === 'stored').length;
      if (claim === null && stored > 0) for (const slot of slots) hand?.kick(slot);
      onStored(stored);
    } catch (error) {
      claim?.lose();
      for (const { reject } of batch) reject(error);
    } finally {
      bytes -= size;
      isBusy = false;
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

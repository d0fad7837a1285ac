import { type Acceptance, type Arrival, accept, type Store } from '@throughline/store';

/** Commits at the same time; while they are under way, newcomers gather into the next. */
const AT_ONCE = 2;
const BATCH = 200;
const BATCH_BYTES = 4 * 1024 * 1024;

export interface CommitLimits {
  /** Messages and bytes that may wait for a commit; beyond them callers are refused before anything is accepted. */
  waiting: number;
  waitingBytes: number;
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
 * Shares commits among concurrent arrivals: a lone one is committed at once, a crowd in batches. `accepted` is told which slots
 * have work; null where no worker is in this process, so that a bell has to be rung for one elsewhere.
 * `stored` is told how many messages are new.
 */
export function createCommitter(
  store: Store,
  limits: CommitLimits,
  accepted: ((slots: { deployment: number; slot: number }[]) => void) | null,
  stored: (count: number) => void,
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
    try {
      const arrivals = batch.map(({ arrival }) => arrival);
      const { results } = await accept(store, arrivals, shard, accepted === null);
      results.forEach((result, i) => {
        batch[i]!.resolve(result);
      });
      const slots = new Map<string, { deployment: number; slot: number }>();
      arrivals.forEach(({ deployment, lane }, i) => {
        if (results[i]!.outcome === 'stored') slots.set(`${deployment} ${lane.slot}`, { deployment, slot: lane.slot });
      });
      accepted?.([...slots.values()]);
      stored(results.filter(({ outcome }) => outcome === 'stored').length);
    } catch (error) {
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

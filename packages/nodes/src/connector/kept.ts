import { createHash } from 'node:crypto';
import { type Connection, type Reach, StepFailure } from '@throughline/engine';
import { failure } from '../failure.ts';

/** Sessions with systems, each kept open for the deliveries of a while and shared by them. */
export interface Kept<S> {
  /** `drop` keeps it from whoever comes next: it is broken, or its state is not known. */
  use<T>(
    connection: Connection,
    reach: Reach,
    signal: AbortSignal,
    work: (session: S, drop: () => void) => Promise<T>,
  ): Promise<T>;
  /** Ends all of them, also those that are in use. */
  close(): Promise<void>;
}

interface Entry<S> {
  session: Promise<S>;
  users: number;
  idle?: NodeJS.Timeout;
}

const IDLE_MS = 30_000;

/**
 * Only for the same settings, secrets and egress rules is a session the same. `ended` is aborted once one is of no use any more;
 * left out where it opens itself again.
 */
export function keep<S>(
  open: (connection: Connection, reach: Reach) => Promise<S>,
  end: (session: S) => Promise<void> | void,
  ended?: (session: S) => AbortSignal,
): Kept<S> {
  const entries = new Map<string, Entry<S>>();
  const inUse = new Set<Entry<S>>();

  async function finish(entry: Entry<S>): Promise<void> {
    if (!inUse.delete(entry)) return;
    clearTimeout(entry.idle);
    // One that never opened has nothing to end, and one that broke may fail to.
    await entry.session.then(end).catch(() => {});
  }

  return {
    async use(connection, reach, signal, work) {
      const key = keyOf(connection, reach);
      const known = entries.get(key);
      const entry: Entry<S> = known ?? { session: open(connection, reach), users: 0 };
      entries.set(key, entry);
      inUse.add(entry);
      clearTimeout(entry.idle);
      entry.users++;
      const drop = () => {
        if (entries.get(key) === entry) entries.delete(key);
      };
      if (known === undefined && ended !== undefined) {
        const gone = () => {
          drop();
          if (entry.users === 0) void finish(entry);
        };
        const watch = (session: S) => {
          if (ended(session).aborted) gone();
          else ended(session).addEventListener('abort', gone, { once: true });
        };
        entry.session.then(watch, () => {});
      }
      try {
        const opened = entry.session.catch((error: unknown) => {
          drop();
          throw error;
        });
        return await work(await orStopped(opened, signal), drop);
      } finally {
        entry.users--;
        if (entry.users === 0 && entries.get(key) !== entry) void finish(entry);
        else if (entry.users === 0) {
          entry.idle = setTimeout(() => {
            drop();
            void finish(entry);
          }, IDLE_MS).unref();
        }
      }
    },
    async close() {
      entries.clear();
      await Promise.all([...inUse].map(finish));
    },
  };
}

/** Others may wait for the same session: it goes on opening. */
function orStopped<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(failure('unavailable', 'delivery_stopped', 'The delivery was stopped.'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

function keyOf({ type, settings, secrets, bound }: Connection, { allow }: Reach): string {
  return createHash('sha256')
    .update(JSON.stringify([type, settings, secrets, bound, allow]))
    .digest('base64');
}

/** Whether a system refused what it was asked, so that the session itself is well. */
export function isRejection(error: unknown): boolean {
  return error instanceof StepFailure && error.error.class === 'rejected';
}

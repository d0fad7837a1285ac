import type { Store } from '@throughline/store';
import { readAnswer } from '@throughline/store';

export interface StoredReply {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** Callers that keep their connection open for a flow's answer. */
export interface Waiters {
  /** Resolves with the reply, or null when it has not come after `timeoutS`. */
  wait(run: string, timeoutS: number): Promise<StoredReply | null>;
  /** A reply from a worker of this very process. */
  publish(run: string, reply: StoredReply): void;
  /** The answer of a run that may have ended long ago. */
  recall(run: string): Promise<StoredReply | null>;
  close(): Promise<void>;
}

/** Replies of other processes are announced by the database; the notice carries the run's id only. */
export async function createWaiters(store: Store, onError: (error: unknown) => void): Promise<Waiters> {
  const waiting = new Map<string, (reply: StoredReply | null) => void>();
  const recall = async (run: string): Promise<StoredReply | null> => {
    const text = await readAnswer(store, run);
    return text === null ? null : (JSON.parse(text) as StoredReply);
  };
  const { unlisten } = await store.sql.listen('throughline_answer', (run) => {
    if (!waiting.has(run)) return;
    recall(run).then((reply) => reply !== null && waiting.get(run)?.(reply), onError);
  });
  return {
    recall,
    wait(run, timeoutS) {
      return new Promise((resolve) => {
        const end = (reply: StoredReply | null) => {
          clearTimeout(timer);
          waiting.delete(run);
          resolve(reply);
        };
        const timer = setTimeout(() => end(null), timeoutS * 1000);
        waiting.set(run, end);
      });
    },
    publish: (run, reply) => waiting.get(run)?.(reply),
    async close() {
      for (const end of waiting.values()) end(null);
      await unlisten();
    },
  };
}

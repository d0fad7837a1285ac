import { type Store, workReplay } from '@throughline/store';
import type { Receive } from './unit.ts';

/** Works through running replays, batch after batch, until there is nothing to do or the worker stops. */
export async function workReplays(store: Store, receive: Receive, stopping: AbortSignal): Promise<void> {
  while (!stopping.aborted && (await workReplay(store, receive)));
}

/** Does something again and again, never twice at once; `stop` waits for the one under way. */
export function every(
  ms: number,
  work: () => Promise<void>,
  onError: (error: unknown) => void,
): { stop(): Promise<void> } {
  let current: Promise<void> | null = null;
  const timer = setInterval(() => {
    current ??= work()
      .catch(onError)
      .finally(() => {
        current = null;
      });
  }, ms);
  return {
    async stop() {
      clearInterval(timer);
      await current;
    },
  };
}

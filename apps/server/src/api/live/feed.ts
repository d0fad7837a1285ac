import { type Announcement, listenToEvents, type Store } from '@throughline/store';

/** One ear of this process on what every process announces, shared by all streams. */
export interface Feed {
  /** Resolves when nothing announced from now on is missed. `told` is null where something may have been. */
  subscribe(hear: (told: Announcement | null) => void): Promise<() => void>;
  /** Ends every stream. */
  close(): void;
  readonly closing: AbortSignal;
}

export function openFeed(store: Store): Feed {
  const listeners = new Set<(told: Announcement | null) => void>();
  const closing = new AbortController();
  let listening: Promise<unknown> | undefined;

  const tell = (told: Announcement | null) => {
    for (const hear of listeners) hear(told);
  };

  return {
    closing: closing.signal,
    async subscribe(hear) {
      listening ??= listenToEvents(store, { onEvent: tell, onGap: () => tell(null) }).catch((error: unknown) => {
        listening = undefined;
        throw error;
      });
      await listening;
      listeners.add(hear);
      return () => void listeners.delete(hear);
    },
    close: () => closing.abort(),
  };
}

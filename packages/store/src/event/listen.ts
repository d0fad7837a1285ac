import type { Store } from '../client.ts';
import { type Announcement, CHANNEL } from './announce.ts';

/**
 * Hears what every process announces. `onGap` says that something may have been missed: the connection was lost and is there again.
 * Answers how to stop.
 */
export async function listenToEvents(
  store: Store,
  { onEvent, onGap }: { onEvent: (told: Announcement) => void; onGap: () => void },
): Promise<() => Promise<void>> {
  let connected = false;
  const { unlisten } = await store.sql.listen(
    CHANNEL,
    (text) => onEvent(JSON.parse(text) as Announcement),
    () => {
      if (connected) onGap();
      connected = true;
    },
  );
  return unlisten;
}

import { documentStore } from './document.ts';
import type { Transport } from './transport.ts';
import { viewStore } from './view.ts';

const PAUSE_MS = 300;

/** Tells the others what this person has selected, at most a few times a second. Returns how to stop. */
export function showSelection(transport: Transport): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tell = () => {
    timer = undefined;
    const { session } = documentStore.getState();
    // Nobody waits for this; the next selection is told anyway.
    if (session !== '') transport.show(session, [...viewStore.getState().selection].slice(0, 200)).catch(() => {});
  };
  const unwatch = viewStore.subscribe((now, before) => {
    if (now.selection !== before.selection) timer ??= setTimeout(tell, PAUSE_MS);
  });
  return () => {
    clearTimeout(timer);
    unwatch();
  };
}

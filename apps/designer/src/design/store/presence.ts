import type { Position } from '@throughline/flow';
import { documentStore } from './document.ts';
import type { Transport } from './transport.ts';
import { viewStore } from './view.ts';

const SELECTION_MS = 300;
const CURSOR_MS = 120;

let cursor: () => Position | null = () => null;
let moved = () => {};

/** This person points at a place of the canvas, worked out when it is told, or nowhere. */
export function pointTo(place: () => Position | null): void {
  cursor = place;
  moved();
}

/** Tells the others what this person has selected and where they point, at most a few times a second. Returns how to stop. */
export function showPresence(transport: Transport): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tell = () => {
    timer = undefined;
    const { session } = documentStore.getState();
    const selection = [...viewStore.getState().selection].slice(0, 200);
    // Nobody waits for this; the next one is told anyway.
    if (session !== '') transport.show(session, selection, cursor()).catch(() => {});
  };
  const unwatch = viewStore.subscribe((now, before) => {
    if (now.selection !== before.selection) timer ??= setTimeout(tell, SELECTION_MS);
  });
  moved = () => {
    if (viewStore.getState().people.length > 0) timer ??= setTimeout(tell, CURSOR_MS);
  };
  return () => {
    clearTimeout(timer);
    unwatch();
    moved = () => {};
    cursor = () => null;
  };
}

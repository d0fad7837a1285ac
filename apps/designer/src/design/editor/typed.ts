import { useCallback, useEffect, useRef, useState } from 'react';

/** So long after the last key a text counts as written: one edit, one step of undo. */
const PAUSE_MS = 350;

/**
 * A text while it is being written. It shows at once, and `commit` gets it after a pause, when the field is left or goes away; one that
 * answers false leaves it standing as it was written, until `leave`. A value that comes from elsewhere shows unless somebody is writing
 * here. `begun`: what was being written when the field was last here.
 */
export function useTyped<T>(value: T, commit: (next: T) => unknown, begun?: T) {
  const [typed, setTyped] = useState<{ text: T } | null>(begun === undefined ? null : { text: begun });
  const waiting = useRef<{ text: T } | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef(commit);
  latest.current = commit;

  const flush = useCallback(() => {
    clearTimeout(timer.current);
    const next = waiting.current;
    waiting.current = null;
    if (next !== null && latest.current(next.text) !== false) setTyped(null);
  }, []);
  const leave = useCallback(() => {
    flush();
    setTyped(null);
  }, [flush]);
  const type = useCallback(
    (text: T) => {
      waiting.current = { text };
      setTyped({ text });
      clearTimeout(timer.current);
      timer.current = setTimeout(flush, PAUSE_MS);
    },
    [flush],
  );
  useEffect(() => {
    // Before the page keeps what is not saved yet, which it does as it goes.
    window.addEventListener('pagehide', flush, true);
    return () => {
      window.removeEventListener('pagehide', flush, true);
      flush();
    };
  }, [flush]);
  return { shown: typed === null ? value : typed.text, type, flush, leave };
}

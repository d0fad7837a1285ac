import { useCallback, useEffect, useRef, useState } from 'react';

/** So long after the last key a text counts as written: one edit, one step of undo. */
const PAUSE_MS = 350;

/**
 * A text while it is being written. It shows at once, and `commit` gets it after a pause, when the field is left or goes away.
 * A value that comes from elsewhere shows unless somebody is writing here.
 */
export function useTyped<T>(value: T, commit: (next: T) => void) {
  const [typed, setTyped] = useState<{ text: T } | null>(null);
  const waiting = useRef<{ text: T } | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef(commit);
  latest.current = commit;

  const flush = useCallback(() => {
    clearTimeout(timer.current);
    const next = waiting.current;
    waiting.current = null;
    setTyped(null);
    if (next !== null) latest.current(next.text);
  }, []);
  const type = useCallback(
    (text: T) => {
      waiting.current = { text };
      setTyped({ text });
      clearTimeout(timer.current);
      timer.current = setTimeout(flush, PAUSE_MS);
    },
    [flush],
  );
  useEffect(() => () => flush(), [flush]);
  return { shown: typed === null ? value : typed.text, type, flush };
}

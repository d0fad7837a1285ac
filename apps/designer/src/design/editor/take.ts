import { type RefObject, useEffect } from 'react';
import { rememberTaker } from './focus.ts';

export type Path = readonly (string | number)[];

/** Dropped on a place that takes values; `drag-value.ts` sends it. */
export const DROPPED = 'throughline:value';

/** Makes an element a place that a value of the input can be dropped on, or given to from the keyboard while it had the focus last. */
export function useTakes(
  ref: RefObject<HTMLElement | null>,
  focusable: RefObject<HTMLElement | null>,
  take: (path: Path) => void,
): void {
  useEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const onDrop = (event: Event) => take((event as CustomEvent<Path>).detail);
    const onFocus = () => rememberTaker({ element: focusable.current ?? element, take });
    element.setAttribute('data-takes-value', '');
    element.addEventListener(DROPPED, onDrop);
    element.addEventListener('focusin', onFocus);
    if (element.contains(document.activeElement)) onFocus();
    return () => {
      element.removeEventListener(DROPPED, onDrop);
      element.removeEventListener('focusin', onFocus);
    };
  });
}

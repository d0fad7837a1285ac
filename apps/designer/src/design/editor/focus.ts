/** A place that takes a value from the input: the field that had the focus last. */
export interface Taker {
  element: HTMLElement;
  take: (path: readonly (string | number)[]) => void;
}

let last: Taker | null = null;

export function rememberTaker(taker: Taker): void {
  last = taker;
}

/** Puts a path of the input into the field that had the focus last; false when there is none any more. */
export function giveToLast(path: readonly (string | number)[]): boolean {
  if (last === null || !last.element.isConnected) return false;
  last.take(path);
  last.element.focus();
  return true;
}

let last = 0;

/** A place among the messages of one sequence number: later ones are larger, over processes too. `now`: database time. */
export function nextSub(now: number): number {
  last = Math.max(last + 1, Math.floor(now * 1000));
  return last;
}

let last = 0;

/** A place among the messages of one sequence number: later ones are larger, over processes too. */
export function nextSub(): number {
  last = Math.max(last + 1, Date.now() * 1000);
  return last;
}

/**
 * Once a frame, however often it is asked for: a hand moves several times between two frames, and only the last is ever seen.
 * `flush` does at once what still waits for its frame.
 */
export function eachFrame<A extends unknown[]>(
  work: (...args: A) => void,
): { ask: (...args: A) => void; flush: () => void } {
  let waiting: A | null = null;
  let frame = 0;
  const flush = () => {
    cancelAnimationFrame(frame);
    const args = waiting;
    waiting = null;
    if (args !== null) work(...args);
  };
  const ask = (...args: A) => {
    if (waiting === null) frame = requestAnimationFrame(flush);
    waiting = args;
  };
  return { ask, flush };
}

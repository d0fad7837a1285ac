/** Sleeps until somebody rings, and remembers a ring that came while nobody slept. */
export interface Alarm {
  ring: () => void;
  /** At least `leastMs`, at most `mostMs`. */
  sleep: (mostMs: number, leastMs: number) => Promise<void>;
}

export function createAlarm(): Alarm {
  let rung = false;
  let wake: (() => void) | undefined;

  const until = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      timer.unref();
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  return {
    ring() {
      rung = true;
      wake?.();
    },
    async sleep(mostMs, leastMs) {
      if (leastMs > 0) await new Promise((resolve) => setTimeout(resolve, leastMs));
      if (!rung) await until(mostMs);
      rung = false;
      wake = undefined;
    },
  };
}

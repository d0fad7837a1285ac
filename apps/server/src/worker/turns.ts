/** Who may run beside whom in one worker: drains together, or one of them with nothing beside it. */
export interface Turns {
  /** True while somebody waits to be alone: whoever is here lets go soon. */
  readonly isAsked: boolean;
  /** True while nobody is alone or waits to be. */
  readonly isOpen: boolean;
  /** Resolves, with what lets go again, once nobody is alone or waits to be. */
  together(): Promise<() => void>;
  /** Resolves, with what lets go again, once everybody else has let go. */
  alone(): Promise<() => void>;
}

export function createTurns(): Turns {
  let here = 0;
  let isAlone = false;
  const together: (() => void)[] = [];
  const alone: (() => void)[] = [];

  function next(): void {
    if (isAlone) return;
    if (here === 0 && alone.length > 0) {
      isAlone = true;
      alone.shift()!();
    } else if (alone.length === 0) {
      here += together.length;
      for (const enter of together.splice(0)) enter();
    }
  }

  const wait = (queue: (() => void)[], leave: () => void) =>
    new Promise<() => void>((resolve) => {
      queue.push(() => resolve(leave));
      next();
    });

  return {
    get isAsked() {
      return alone.length > 0;
    },
    get isOpen() {
      return !isAlone && alone.length === 0;
    },
    together: () =>
      wait(together, () => {
        here--;
        next();
      }),
    alone: () =>
      wait(alone, () => {
        isAlone = false;
        next();
      }),
  };
}

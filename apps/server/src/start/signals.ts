export interface Closers<T> {
  close(opened: T): Promise<void>;
  /** Without waiting for work in hand; where there is none, ending the process does. */
  closeNow?(opened: T): Promise<void>;
}

export interface Stopping {
  /** Waits for something to open and has it closed when the process is told to stop; last opened, first closed. */
  own<T>(opening: Promise<T>, closers: Closers<T>): Promise<T>;
  /** Aborted by the first signal. */
  signal: AbortSignal;
  /** Closes everything owned and ends the process with this exit code. */
  end(code: number): void;
}

/** A terminal's Ctrl-C reaches this process more than once, from the terminal and from every runner above it. */
const SAME_PRESS_MS = 1000;

/**
 * On SIGINT, SIGTERM or SIGHUP closes everything owned and exits 0; 1 when something does not close. A second signal closes at once what
 * must not be left running, and ends the process.
 */
export function stopOnSignal(say: (line: string) => void): Stopping {
  const owned: { close(): Promise<void>; closeNow(): Promise<void> }[] = [];
  const stopping = new AbortController();
  let firstAt: number | undefined;

  const stop = async (how: 'close' | 'closeNow', code = 0) => {
    let failed = false;
    for (const thing of owned.toReversed()) {
      try {
        await thing[how]();
      } catch (error) {
        failed = true;
        console.error(error instanceof Error ? error.message : error);
      }
    }
    process.exit(failed ? 1 : code);
  };

  const onSignal = () => {
    if (firstAt === undefined) {
      firstAt = Date.now();
      say('Stopping: finishing what is in hand (again to stop at once)');
      stopping.abort();
      stop('close');
    } else if (Date.now() - firstAt > SAME_PRESS_MS) {
      stop('closeNow');
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, onSignal);
  // The terminal, or the runner that reads our lines, may be gone before we are.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

  return {
    signal: stopping.signal,
    end: (code) => {
      stop('close', code);
    },
    own: async (opening, { close, closeNow }) => {
      const whenOpen = async (act?: (opened: Awaited<typeof opening>) => Promise<void>) => {
        const opened = act && (await opening.catch(() => undefined));
        if (opened !== undefined) await act?.(opened);
      };
      owned.push({ close: () => whenOpen(close), closeNow: () => whenOpen(closeNow) });
      const opened = await opening;
      stopping.signal.throwIfAborted();
      return opened;
    },
  };
}

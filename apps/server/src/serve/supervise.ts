import { startWorker, type Worker, type WorkerOptions } from '../worker/worker.ts';

const FIRST_MS = 500;
const LONGEST_MS = 10_000;

/**
 * Keeps a worker running: when its bell ends by itself (a lost database can do that, RELIABILITY.md finding 7), it is closed and
 * another is started, with growing pauses while that fails.
 */
export async function superviseWorker(options: WorkerOptions): Promise<Worker> {
  let current = await startWorker(options);
  let closed = false;
  void watch();

  async function watch(): Promise<void> {
    while (!closed) {
      const end = await current.failed;
      if (closed) return;
      options.log.error({ err: String(end) }, 'the worker stopped and is started again');
      await current.close();
      for (let pause = FIRST_MS; !closed; pause = Math.min(pause * 2, LONGEST_MS)) {
        await new Promise((resolve) => setTimeout(resolve, pause));
        const next = await startWorker(options).catch(() => null);
        if (next === null) continue;
        current = next;
        break;
      }
    }
  }

  return {
    get id() {
      return current.id;
    },
    kick: (slot) => current.kick(slot),
    get failed() {
      return current.failed;
    },
    fenced: () => current.fenced(),
    async close() {
      closed = true;
      await current.close();
    },
  };
}

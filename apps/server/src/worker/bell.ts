import { EventEmitter } from 'node:events';
import { isOutage, type Store, unlockPool } from '@throughline/store';
import { Logger, parseCronItems, type Runner, run, type TaskList, type WorkerEvents } from 'graphile-worker';
import { Pool } from 'pg';
import type { Log } from './worker.ts';

const FIRST_MS = 250;
const LONGEST_MS = 10_000;
const STOP_MS = 3_000;

export interface BellOptions {
  store: Store;
  databaseUrl: string;
  concurrency: number;
  tasks: TaskList;
  /** Told which pool of graphile's rings from now on. */
  onPool: (pool: string) => Promise<void>;
  log: Log;
}

export interface Bell {
  close(): Promise<void>;
}

/**
 * graphile-worker's queues wake the drains up. A lost database can end them, or make them reject where nobody listens (RELIABILITY.md
 * finding 7); then others are started in their place, with growing pauses while that fails. The drains go on meanwhile.
 */
export async function startBell(options: BellOptions): Promise<Bell> {
  const { store, log } = options;
  const stop = new AbortController();
  const onError = (error: unknown) => log.error({ where: 'bell', err: error }, 'worker trouble');
  let shake: (reason: unknown) => void = () => {};
  const onRejection = (reason: unknown) => {
    if (!isOutage(reason)) throw reason;
    shake(reason);
  };
  process.on('unhandledRejection', onRejection);
  // Ours, and listened to until the end: graphile stops listening to its own while connections are still in it.
  const connections = new Pool({ connectionString: options.databaseUrl, max: options.concurrency + 2 });
  connections.on('error', onError).on('connect', (client) => void client.on('error', onError));
  const stopped = new Promise<null>((resolve) => stop.signal.addEventListener('abort', () => resolve(null)));
  let current = await hang(options, connections);
  const kept = keep();

  async function keep(): Promise<void> {
    while (!stop.signal.aborted) {
      const shaken = new Promise<unknown>((resolve) => {
        shake = resolve;
      });
      const end = await Promise.race([current.end, shaken, stopped]);
      if (end === null) return;
      log.error({ err: end }, 'the bell stopped and is started again');
      const { runner, pool } = current;
      void runner.kill().catch(onError);
      for (let pause = FIRST_MS; !stop.signal.aborted; pause = Math.min(pause * 2, LONGEST_MS)) {
        await new Promise((resolve) => setTimeout(resolve, pause));
        const next = await hang(options, connections).catch(() => null);
        if (next === null) continue;
        current = next;
        await unlockPool(store, pool).catch(onError);
        break;
      }
    }
  }

  return {
    async close() {
      stop.abort();
      process.off('unhandledRejection', onRejection);
      await kept;
      const late = new Promise<void>((resolve) => setTimeout(resolve, STOP_MS).unref());
      await Promise.race([current.runner.stop(), late.then(() => current.runner.kill())]).catch(onError);
      await Promise.race([connections.end(), late]).catch(onError);
    },
  };
}

interface Hung {
  runner: Runner;
  pool: string;
  /** Resolves when it has come to an end nobody asked for. */
  end: Promise<unknown>;
}

async function hang({ concurrency, tasks, onPool, log }: BellOptions, pgPool: Pool): Promise<Hung> {
  const events: WorkerEvents = new EventEmitter();
  let pool = '';
  events.once('pool:create', ({ workerPool }) => {
    pool = workerPool.id;
  });
  const runner = await run({
    events,
    pgPool,
    concurrency,
    noHandleSignals: true,
    pollInterval: 2_000,
    // Once over all workers, however many there are.
    parsedCronItems: parseCronItems([{ task: 'maintain', match: '7 * * * *' }]),
    // Without these a job that ends while the database is away is a rejection nobody handles; with them the bell ends.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    // Its own lines: what goes wrong there is our trouble, the rest is noise.
    logger: new Logger(() => (level, message) => {
      if (level === 'error') log.error({ bell: message.slice(0, 300) }, 'bell');
    }),
    taskList: tasks,
  });
  // Its promise alone would not tell: it waits for the jobs in hand, and they may wait for the database.
  const end = new Promise<unknown>((resolve) => {
    events.once('pool:fatalError', ({ error }) => resolve(error));
    events.once('pool:gracefulShutdown', ({ message }) => resolve(message));
    runner.promise.then(() => resolve('it stopped by itself'), resolve);
  });
  await onPool(pool);
  return { runner, pool, end };
}

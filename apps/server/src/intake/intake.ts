import { createFetch } from '@throughline/nodes/runs';
import { countWaiting, type Store } from '@throughline/store';
import { createWaiters, type Waiters } from './answers.ts';
import { createCommitter } from './commit.ts';
import { watchDoors } from './doors.ts';
import { guardsBy } from './guard/guard.ts';
import { createLimiter } from './guard/limit.ts';
import { createMeter } from './guard/meter.ts';
import { createTokens } from './guard/token.ts';
import { createHttpDoor, type HttpDoor, type RefusedAtDoor } from './http.ts';
import { listenMllp, type MllpTls } from './mllp.ts';
import type { Hand } from './place.ts';
import { runSchedules } from './schedule.ts';
import { keepSecrets } from './secrets.ts';

export interface IntakeOptions {
  store: Store;
  host: string;
  /** Null: no MLLP listener. */
  mllp: { port: number; environment: string; tls?: MllpTls | undefined } | null;
  /** Accepted messages that may wait for workers before newcomers are refused. */
  maxBacklog: number;
  /** The worker of this process; null where there is none. */
  hand: Hand | null;
  onRefusal: (event: RefusedAtDoor) => void;
  onError: (error: unknown) => void;
}

export interface Intake {
  http: HttpDoor;
  waiters: Waiters;
  mllpPort: number | null;
  /** Doors closed first, then what is being committed is finished. */
  close(): Promise<void>;
}

const LOOK_MS = 1_000;

/** Opens the doors for machines. */
export async function openIntake(options: IntakeOptions): Promise<Intake> {
  const { store, onError } = options;
  const fetch = createFetch();
  const meter = createMeter(store, onError);
  const guarding = { store, meter, tokens: createTokens(fetch.get), limiter: createLimiter(store) };
  const doors = await watchDoors(store, (rules) => guardsBy(rules, guarding), onError);
  const waiters = await createWaiters(store, onError);
  let waiting = 0;
  // Accepted here since the last count: a burst does not overrun the bound between two looks.
  let since = 0;
  const limits = { waiting: 5_000, waitingBytes: 128 * 1024 * 1024 };
  const committer = createCommitter(store, limits, options.hand, (count) => {
    since += count;
  });
  const timer = setInterval(() => {
    const before = since;
    countWaiting(store, options.maxBacklog).then((count) => {
      waiting = count;
      since -= before;
    }, onError);
  }, LOOK_MS);
  const overloaded = () => waiting + since >= options.maxBacklog;
  const ports = { store, doors, committer, waiters, overloaded, onRefusal: options.onRefusal, onError };
  const secrets = await keepSecrets(store);
  const mllp =
    options.mllp === null
      ? null
      : await listenMllp(ports, { ...options.mllp, host: options.host, maxBytes: 10 * 1024 * 1024, idleMs: 60_000 });
  const schedules = runSchedules(ports);
  return {
    http: createHttpDoor({ ...ports, secretOf: secrets.of }),
    waiters,
    mllpPort: mllp?.port ?? null,
    async close() {
      schedules.close();
      clearInterval(timer);
      await mllp?.close();
      await committer.idle();
      await waiters.close();
      await doors.close();
      await secrets.close();
      await meter.close();
      await fetch.close();
    },
  };
}

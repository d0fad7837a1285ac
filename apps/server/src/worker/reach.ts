import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Connection, type Reach, StepFailure } from '@throughline/engine';
import {
  type Environment,
  listEnvironments,
  loadConnection,
  type Pinned,
  type Store,
  StoreError,
} from '@throughline/store';
import type { Capture } from './capture.ts';
import { createMask, type Mask } from './mask.ts';

export interface Reaches {
  /** The outside world as the pinned message's environment sees it. */
  of(pinned: Pick<Pinned, 'environment'>): Reach;
  /** Makes sure that a new environment is known before it is asked for. */
  know(pinned: Pick<Pinned, 'environment'>): Promise<void>;
  /** What traces keep of messages there. */
  capture(pinned: Pinned): Capture;
  /** Fields that were not sent because their connection does not list them, since this process began. */
  leftOut(): readonly LeftOut[];
  close(): void;
}

export interface LeftOut {
  environment: string;
  connection: string;
  fields: number;
}

const REFRESH_MS = 2_000;
const CONNECTION_MS = 2_000;
const MAX_CACHED = 10_000;

/** `fileRoot` is the folder in which each environment has its own for file connectors. */
export async function createReaches(
  store: Store,
  fileRoot: string,
  onError: (error: unknown) => void,
): Promise<Reaches> {
  const environments = new Map<
    string,
    { reach: Reach; mask: Mask; capture: Capture; rules: Environment['settings']['egress'] }
  >();

  const leftOut = new Map<string, LeftOut>();
  const count = (environment: string) => (connection: string, fields: number) => {
    const key = `${environment}/${connection}`;
    const known = leftOut.get(key) ?? { environment, connection, fields: 0 };
    leftOut.set(key, { ...known, fields: known.fields + fields });
  };

  async function refresh(): Promise<void> {
    for (const { id, name, settings } of await listEnvironments(store)) {
      const known = environments.get(name);
      const egress = settings.egress ?? [];
      const capture = settings.capture ?? 'full';
      if (known !== undefined && JSON.stringify(known.rules) === JSON.stringify(egress)) {
        known.capture = capture;
        continue;
      }
      await mkdir(join(fileRoot, name), { recursive: true, mode: 0o750 });
      const mask = known?.mask ?? createMask();
      const connection = known?.reach.connection ?? connections(store, id, name, mask);
      const cache = known?.reach.cache ?? createCache();
      environments.set(name, {
        rules: egress,
        mask,
        capture,
        reach: {
          ...{ connection, allow: egress, fileRoot: join(fileRoot, name), cache },
          ...{ mask: mask.cover, leftOut: count(name) },
        },
      });
    }
  }
  await refresh();
  const timer = setInterval(() => refresh().catch(onError), REFRESH_MS);
  return {
    of({ environment }) {
      const known = environments.get(environment);
      if (known === undefined) throw new Error(`environment ${environment} is not known here yet`);
      return known.reach;
    },
    capture: ({ environment }) => environments.get(environment)?.capture ?? 'full',
    async know({ environment }) {
      if (!environments.has(environment)) await refresh();
    },
    leftOut: () => [...leftOut.values()],
    close: () => clearInterval(timer),
  };
}

/** Secrets stay in this closure for as long as a burst of deliveries lasts, and are read again after that. */
function connections(store: Store, environmentId: number, environment: string, mask: Mask): Reach['connection'] {
  const known = new Map<string, { at: number; loaded: Promise<Connection> }>();
  // Nothing has been sent: whatever is in the way of the credentials, the delivery is tried again.
  const load = (name: string) =>
    loadConnection(store, environmentId, name).catch((error: unknown) => {
      const own = error instanceof StoreError ? { code: error.code, sentence: error.message } : null;
      const sentence = `The connection ${name} of ${environment} could not be read.`;
      throw new StepFailure({ class: 'unavailable', code: 'connection_unread', sentence, ...own });
    });
  return (name) => {
    const found = known.get(name);
    if (found !== undefined && performance.now() - found.at < CONNECTION_MS) return found.loaded;
    const loaded = load(name).then((connection) => {
      if (connection !== undefined) {
        for (const secret of Object.values(connection.secrets)) mask.learn(secret);
        return connection;
      }
      throw new StepFailure({
        code: 'connection_missing',
        class: 'unavailable',
        sentence: `The environment ${environment} has no connection named ${name}; make one and the message goes on.`,
      });
    });
    loaded.catch(() => known.delete(name));
    known.set(name, { at: performance.now(), loaded });
    return loaded;
  };
}

function createCache(): Reach['cache'] {
  const entries = new Map<string, { value: string; until: number }>();
  return {
    get(key) {
      const entry = entries.get(key);
      if (entry === undefined || entry.until < performance.now()) return undefined;
      return entry.value;
    },
    set(key, value, ttlS) {
      if (entries.size >= MAX_CACHED) entries.delete(entries.keys().next().value!);
      entries.set(key, { value, until: performance.now() + ttlS * 1000 });
    },
  };
}

import { limitsOfStart } from '../../support/limits.ts';
import { type Part, startPart } from './part.ts';
import { openFiles } from './sample.ts';

export interface ServerWanted {
  roles: readonly ('api' | 'intake' | 'worker')[];
  databaseUrl: string;
  masterKey: string;
  dataFolder: string;
  log: string;
  /** <name>:<nth>:<kill|stop|error|delay>. */
  failpoint?: string;
  /** Moves its wall clock, see skew.mjs. */
  skewMs?: string;
  maxBacklog?: number;
  adminPassword?: string;
}

export interface Server extends Part {
  url: string;
  mllpPort: number;
  role: string;
  /** Open when it was ready. */
  files: number;
  /** When it went; null while it lives. */
  goneAt: number | null;
  isGone: boolean;
  kill(): Promise<void>;
  /** SIGTERM; answers the exit code. */
  stop(): Promise<number | null>;
}

/** Starts a server in a process of its own; resolves when its doors are open. */
export async function startServer(wanted: ServerWanted): Promise<Server> {
  const { roles, databaseUrl, masterKey, dataFolder, maxBacklog, adminPassword } = wanted;
  const doors = { host: '127.0.0.1', port: 0, mllpPort: 0, demo: false };
  const options = { ...doors, roles, databaseUrl, masterKey, dataFolder, maxBacklog, adminPassword };
  const part = startPart('server.ts', {
    args: [JSON.stringify(options)],
    options: limitsOfStart,
    output: wanted.log,
    env: {
      ...(wanted.failpoint === undefined ? {} : { FAILPOINT: wanted.failpoint }),
      ...(wanted.skewMs === undefined ? {} : { SKEW_MS: wanted.skewMs }),
    },
    preload: wanted.skewMs === undefined ? [] : ['skew.mjs'],
  });
  const { url, mllpPort } = await part.hear<{ url: string; mllpPort: number | null }>('url');
  const server: Server = {
    ...part,
    url,
    mllpPort: mllpPort ?? 0,
    role: roles.includes('worker') ? 'worker' : roles[0]!,
    files: 0,
    goneAt: null,
    isGone: false,
    async kill() {
      part.child.kill('SIGKILL');
      await part.gone;
    },
    stop() {
      part.child.kill('SIGTERM');
      return part.gone;
    },
  };
  server.files = openFiles(part.pid);
  part.gone.then(() => {
    server.goneAt = Date.now();
    server.isGone = true;
  });
  return server;
}

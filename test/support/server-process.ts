import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Stage } from './stage.ts';

/** A server process on a stage's database. */
export interface ServerProcess {
  url: string;
  mllpPort: number;
  child: ChildProcess;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
  /** SIGTERM; resolves with its exit code. */
  stop(): Promise<number | null>;
}

export async function startServer(
  stage: Stage,
  roles: readonly string[],
  port = 0,
  mllpPort = 0,
): Promise<ServerProcess> {
  const options = {
    databaseUrl: stage.databaseUrl,
    host: '127.0.0.1',
    port,
    mllpPort,
    roles,
    dataFolder: stage.dataFolder,
    masterKey: stage.masterKey.toString('hex'),
    demo: false,
  };
  const child = fork(fileURLToPath(new URL('./server.ts', import.meta.url)), [JSON.stringify(options)], {
    execArgv: ['--no-node-snapshot'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const gone = once(child, 'exit') as Promise<[number | null]>;
  const [ready] = (await Promise.race([
    once(child, 'message'),
    gone.then(([code]) => Promise.reject(new Error(`the server ended with code ${code}`))),
  ])) as [{ url: string; mllpPort: number }];
  return {
    ...ready,
    child,
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
    async stop() {
      child.kill('SIGTERM');
      return (await gone)[0];
    },
  };
}

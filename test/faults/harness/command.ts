import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../support/port.ts';
import type { World } from './world.ts';

/** The start command as a person runs it. */
export interface Command {
  port: number;
  child: ChildProcess;
  gone: Promise<number | null>;
  signal(name: NodeJS.Signals): void;
}

const entry = fileURLToPath(new URL('../../../apps/server/src/start.ts', import.meta.url));

/** Starts it on the world's database; senders reach it. Ended with the test file's process where the test does not end it. */
export async function startCommand(world: World, roles: string[]): Promise<Command> {
  const [port, mllpPort] = [await freePort(), await freePort()];
  const args = ['--port', String(port), '--mllp-port', String(mllpPort), '--roles', roles.join(), '--no-demo'];
  const env = { ...process.env, DATABASE_URL: world.cluster.url, THROUGHLINE_MASTER_KEY: world.masterKey };
  const child = spawn(process.execPath, ['--no-node-snapshot', entry, '--data', join(world.folder, 'data'), ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const gone = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  world.onClose(async () => {
    child.kill('SIGKILL');
    await gone;
  });
  let output = '';
  await new Promise<void>((resolve, reject) => {
    const gather = (text: Buffer) => {
      output += text;
      if (output.includes('First admin')) resolve();
    };
    child.stdout.on('data', gather);
    child.stderr.on('data', gather);
    gone.then((code) => reject(new Error(`start ended with code ${code}: ${output}`)));
  });
  world.proxies.http.target = { host: '127.0.0.1', port };
  world.proxies.mllp.target = { host: '127.0.0.1', port: mllpPort };
  return { port, child, gone, signal: (name) => void child.kill(name) };
}

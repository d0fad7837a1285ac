import { closeSync, fstatSync, openSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Account } from './account.ts';
import { placesIn } from './create.ts';
import { errnoOf, folderFailure, StartFailure } from './failure.ts';
import { commandOf, isAlive, isGoneWithin } from './processes.ts';
import { postgresFailure } from './words.ts';

export interface Postmaster {
  pid: number;
  port: number;
  ended: Promise<string>;
}

const LOG_LIMIT_BYTES = 10 * 1024 ** 2;

/** Starts PostgreSQL on the cluster in `folder` and waits until it takes connections, however long recovery takes. */
export async function startPostmaster(
  folder: string,
  program: string,
  account: Account,
  settings: Record<string, string>,
  port: number,
  log: (line: string) => void,
): Promise<Postmaster> {
  for (let attempt = 0; ; attempt++) {
    const output = openLog(placesIn(folder).log);
    const from = fstatSync(output).size;
    const flags = Object.entries({ ...settings, port: String(port) }).flatMap(([name, value]) => [
      '-c',
      `${name}=${value}`,
    ]);
    const child = account.spawn(program, ['-D', placesIn(folder).data, ...flags], {
      cwd: folder,
      env: { LC_ALL: 'C' },
      detached: true,
      stdio: ['ignore', output, output],
    });
    closeSync(output);
    const ended = new Promise<string>((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
    });
    const pid = child.pid;
    if (pid === undefined) throw postgresFailure(folder, placesIn(folder).log, await ended);
    if (await isReady(folder, pid, ended, log)) return { pid, port, ended };
    const words = readFileSync(placesIn(folder).log).subarray(from).toString('utf8');
    if (attempt === 25 || !isPassing(words)) throw postgresFailure(folder, placesIn(folder).log, words);
    await pause(200);
  }
}

/**
 * Stops a PostgreSQL that an earlier server left behind, and clears a pid file whose number now belongs to another program.
 * PostgreSQL itself deals with the pid file of a dead one.
 */
export async function stopLeftover(folder: string, log: (line: string) => void): Promise<void> {
  const { data } = placesIn(folder);
  const pid = readPidFile(data)?.pid;
  if (pid === undefined || !isAlive(pid)) return;
  if (!commandOf(pid)?.includes(data)) {
    rmSync(join(data, 'postmaster.pid'), { force: true });
    return;
  }
  log(`Stopping the PostgreSQL (process ${pid}) that an earlier start left running`);
  await stopPostmaster(folder, pid, 'SIGINT');
}

/** Fast shutdown (SIGINT), or at once (SIGQUIT; the next start recovers); resolves when it is gone. */
export async function stopPostmaster(folder: string, pid: number, signal: 'SIGINT' | 'SIGQUIT'): Promise<void> {
  for (const next of signal === 'SIGINT' ? (['SIGINT', 'SIGQUIT'] as const) : (['SIGQUIT'] as const)) {
    send(pid, next);
    if (await isGoneWithin(pid, next === 'SIGINT' ? 20_000 : 8_000)) return;
  }
  throw new StartFailure(
    'postgres_stuck',
    `PostgreSQL (process ${pid}) in ${folder} does not stop; end that process by hand.`,
  );
}

/** A port of the loopback address that nobody listens on right now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

async function isReady(
  folder: string,
  pid: number,
  ended: Promise<string>,
  log: (line: string) => void,
): Promise<boolean> {
  let over = false;
  ended.then(() => {
    over = true;
  });
  for (let waited = 0; !over; waited += 10) {
    const file = readPidFile(placesIn(folder).data);
    if (file?.pid === pid && file.status === 'ready') return true;
    if (waited % 5000 === 4990) log('PostgreSQL is still recovering from an earlier stop');
    await pause(10);
  }
  return false;
}

/** Lines of postmaster.pid: process id, data folder, start time, port, socket folder, listen address, shared memory, status. */
function readPidFile(data: string): { pid: number; status: string } | undefined {
  try {
    const lines = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Math.abs(Number(lines[0])), status: (lines[7] ?? '').trim() };
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw folderFailure(data, error);
  }
}

/** What goes away by itself: children of a killed PostgreSQL that are still ending. */
function isPassing(words: string): boolean {
  return /pre-existing shared memory block|lock file ".*" already exists/.test(words);
}

function openLog(path: string): number {
  try {
    const file = openSync(path, 'a', 0o640);
    if (fstatSync(file).size < LOG_LIMIT_BYTES) return file;
    closeSync(file);
    renameSync(path, `${path}.1`);
    return openSync(path, 'a', 0o640);
  } catch (error) {
    throw folderFailure(path, error);
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (errnoOf(error) !== 'ESRCH') throw error;
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

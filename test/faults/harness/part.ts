import { type ChildProcess, fork } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A process of the harness or of the system under test, spoken to by messages. */
export interface Part {
  pid: number;
  child: ChildProcess;
  /** Ends with the exit code, or null after a signal. */
  gone: Promise<number | null>;
  /** The next message that holds this member; rejects when the process ends first. */
  hear<T>(member: string): Promise<T>;
  say(message: object): void;
  /** Closes its ear, which ends it; SIGKILL after `graceMs`. */
  end(graceMs?: number): Promise<void>;
}

export interface PartOptions {
  args?: string[];
  env?: Record<string, string>;
  /** Preloaded modules, relative to this folder. */
  preload?: string[];
  /** Of Node and V8. */
  options?: readonly string[];
  /** Where its output goes; else to ours. */
  output?: string;
}

export function startPart(
  file: string,
  { args = [], env = {}, preload = [], options = [], output }: PartOptions = {},
): Part {
  const out = output === undefined ? 'inherit' : openSync(output, 'a');
  const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
  const child = fork(path(file), args, {
    execArgv: ['--no-node-snapshot', ...options, ...preload.flatMap((name) => ['--import', path(name)])],
    env: { ...process.env, NODE_ENV: 'test', ...env },
    stdio: ['ignore', out, out, 'ipc'],
  });
  if (typeof out === 'number') closeSync(out);
  const gone = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  return {
    pid: child.pid!,
    child,
    gone,
    hear: (member) =>
      new Promise((resolve, reject) => {
        const listen = (message: object) => {
          if (!Object.hasOwn(message, member)) return;
          child.off('message', listen);
          child.off('exit', ended);
          resolve(message as never);
        };
        const ended = (code: number | null, signal: string | null) =>
          reject(new Error(`${file} ended (${code ?? signal})`));
        child.on('message', listen);
        child.once('exit', ended);
      }),
    say: (message) => {
      if (child.connected) child.send(message);
    },
    async end(graceMs = 10_000) {
      if (child.connected) child.disconnect();
      const impatient = setTimeout(() => child.kill('SIGKILL'), graceMs);
      await gone;
      clearTimeout(impatient);
    },
  };
}

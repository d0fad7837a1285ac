import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A part of a bench in a process of its own, spoken to by messages. */
export interface Part {
  child: ChildProcess;
  /** The next message it sends; rejects when it ends instead. */
  next<T>(): Promise<T>;
  ask<T>(question: object): Promise<T>;
  end(): Promise<void>;
}

export function startPart(file: string, args: string[]): Part {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), args, {
    execArgv: ['--no-node-snapshot'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const next = <T>() =>
    new Promise<T>((resolve, reject) => {
      const gone = (code: number | null) => reject(new Error(`${file} ended with code ${code}`));
      child.once('exit', gone);
      child.once('message', (message) => {
        child.off('exit', gone);
        resolve(message as T);
      });
    });
  return {
    child,
    next,
    ask: (question) => {
      const answer = next<never>();
      child.send(question);
      return answer;
    },
    end: () =>
      new Promise((resolve) => {
        if (child.exitCode !== null) return resolve();
        child.once('exit', () => resolve());
        if (child.connected) child.disconnect();
      }),
  };
}

/** Peak resident megabytes of a process and its Node children (the sandbox); PostgreSQL is not counted. */
export function rssMb(pid: number): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .trim()
    .split(/\s+/)
    .filter(Boolean)
    .map(Number);
  const own = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  const name = readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
  if (name.startsWith('postgres')) return 0;
  return Math.round(Number(own?.[1] ?? 0) / 1024) + children.reduce((sum, child) => sum + rssMb(child), 0);
}

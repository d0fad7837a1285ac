import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { limitsOfStart } from '../support/limits.ts';

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
    execArgv: ['--no-node-snapshot', ...(file === './server.ts' ? limitsOfStart : [])],
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
  const children = childrenOf(pid);
  const own = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  const name = readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
  if (name.startsWith('postgres')) return 0;
  return Math.round(Number(own?.[1] ?? 0) / 1024) + children.reduce((sum, child) => sum + rssMb(child), 0);
}

/** Processor seconds that a process and everything below it have used, by program: `node`, `sandbox` (a Node below another), `postgres`. */
export function cpuSeconds(pid: number, above = ''): Record<string, number> {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const name = /\((.*)\)/.exec(stat)![1]!;
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const own = (Number(fields[11]) + Number(fields[12])) / TICKS_PER_S;
  const part = name.startsWith('postgres') ? 'postgres' : above === '' ? 'node' : 'sandbox';
  // What has ended below it counts too: a PostgreSQL connection, say.
  const used: Record<string, number> = {
    [part]: own + (part === 'postgres' ? (Number(fields[13]) + Number(fields[14])) / TICKS_PER_S : 0),
  };
  for (const child of childrenOf(pid)) {
    for (const [key, value] of Object.entries(cpuSeconds(child, part))) used[key] = (used[key] ?? 0) + value;
  }
  return used;
}

/** Linux tells times in hundredths of a second, whatever its own clock does. */
const TICKS_PER_S = 100;

function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(/\s+/).filter(Boolean).map(Number);
}

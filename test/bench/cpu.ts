import { readdirSync, readFileSync } from 'node:fs';

/** Processor time in ms, of a bench and of everything it has started, by what it is. */
export interface Cpu {
  /** The server, in the bench's own process. */
  node: number;
  sandbox: number;
  postgres: number;
  browser: number;
}

const MS_PER_TICK = 10;

/** Linux tells it (proc(5), stat: fields 4, 14, 15); elsewhere nothing but the bench's own process is counted. */
export function cpuNow(): Cpu {
  const { user, system } = process.cpuUsage();
  const cpu: Cpu = { node: (user + system) / 1000, sandbox: 0, postgres: 0, browser: 0 };
  const all = processes();
  for (const one of all.values()) {
    if (one.pid === process.pid || !descends(one, all)) continue;
    cpu[kindOf(one.name)] += one.ms;
  }
  return cpu;
}

export function cpuSince(before: Cpu): Cpu {
  const now = cpuNow();
  const since = (part: keyof Cpu) => Math.round(now[part] - before[part]);
  return { node: since('node'), sandbox: since('sandbox'), postgres: since('postgres'), browser: since('browser') };
}

interface Process {
  pid: number;
  parent: number;
  name: string;
  ms: number;
}

function processes(): Map<number, Process> {
  const found = new Map<number, Process>();
  for (const entry of process.platform === 'linux' ? readdirSync('/proc') : []) {
    if (!/^\d+$/.test(entry)) continue;
    let stat: string;
    try {
      stat = readFileSync(`/proc/${entry}/stat`, 'utf8');
    } catch {
      continue; // It has ended meanwhile.
    }
    const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ms = (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
    found.set(Number(entry), { pid: Number(entry), parent: Number(fields[1]), name, ms });
  }
  return found;
}

function descends(one: Process, all: Map<number, Process>): boolean {
  for (let at: Process | undefined = one; at !== undefined; at = all.get(at.parent)) {
    if (at.pid === process.pid) return true;
  }
  return false;
}

function kindOf(name: string): 'sandbox' | 'postgres' | 'browser' {
  if (name.startsWith('postgres')) return 'postgres';
  return /chrom/i.test(name) ? 'browser' : 'sandbox';
}

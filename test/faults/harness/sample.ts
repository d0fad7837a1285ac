import { readdirSync, readFileSync } from 'node:fs';
import { readLedger, type Store } from '@throughline/store';
import type { Count, Place, Vital } from '../checker/evidence.ts';
import type { Server } from './servers.ts';

export interface Sampler {
  samples: Count[];
  vitals: Vital[];
  /** Every process ever seen below a server, by process id and time of birth. */
  descendants: Map<number, string>;
  stop(): Promise<void>;
}

/** Looks once a second at the ledger, where the database answers, and at the servers' processes. */
export function sample(store: Store, places: () => Place[], servers: () => Server[]): Sampler {
  const sampler = { samples: [] as Count[], vitals: [] as Vital[], descendants: new Map<number, string>() };
  let looking: Promise<unknown> | null = null;
  const timer = setInterval(() => {
    lookAtProcesses(servers(), sampler);
    looking ??= counts(store, places())
      .then((found) => sampler.samples.push(...found))
      .catch(() => {})
      .finally(() => {
        looking = null;
      });
  }, 1000);
  return {
    ...sampler,
    async stop() {
      clearInterval(timer);
      await looking;
    },
  };
}

export async function counts(store: Store, places: Place[]): Promise<Count[]> {
  const lines = await readLedger(store, { environment: 'dev' });
  return lines.flatMap(({ flow, destination: node, ...count }) => {
    const place = places.find((one) => one.flow === flow && one.node === node);
    return place === undefined ? [] : [{ destination: place.destination, ...count }];
  });
}

function lookAtProcesses(servers: Server[], sampler: Pick<Sampler, 'vitals' | 'descendants'>): void {
  for (const { pid, role, isGone } of servers) {
    if (isGone) continue;
    try {
      for (const child of below(pid)) sampler.descendants.set(child, bornAt(child));
      sampler.vitals.push({ role, pid, rssMb: residentMb(pid) });
    } catch {
      // It ended while it was looked at.
    }
  }
}

export function openFiles(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).length;
}

export function residentMb(pid: number): number {
  const [, kb = '0'] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Math.round(Number(kb) / 1024);
}

export function below(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .trim()
    .split(/\s+/)
    .filter(Boolean)
    .map(Number);
  return children.flatMap((child) => [child, ...below(child)]);
}

/** Of those seen below a server, which still run. */
export function survivors(descendants: Map<number, string>): number[] {
  return [...descendants].filter(([pid, born]) => bornAt(pid) === born && born !== '').map(([pid]) => pid);
}

/** Start time in clock ticks since boot: with it a process id names one process only. */
function bornAt(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? '' : (fields[19] ?? '');
  } catch {
    return '';
  }
}

import { type Part, startPart } from './process.ts';

/** What a load generator says when all is answered. Times in ms since the epoch. */
export interface Load {
  accepted: number;
  refused: number;
  sample?: string;
  startedAt: number;
  endedAt: number;
  ackMs: number[];
  /** Of its whole process. */
  cpuUs: number;
}

export interface Stats {
  distinct: number;
  duplicates: number;
  last: number;
  cpuUs: number;
}

const STALLED_MS = 30_000;

/** A destination that counts deliveries, in a process of its own. */
export interface Receiver {
  url: string;
  stats(): Promise<Stats>;
  /** ms from sending to arrival of each message since the last call. */
  latencies(): Promise<number[]>;
  end(): Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
  const part: Part = startPart('./receiver.ts', []);
  const { url } = await part.next<{ url: string }>();
  return {
    url,
    stats: () => part.ask<Stats>({ latencies: false }),
    latencies: async () => (await part.ask<{ latencies: number[] }>({ latencies: true })).latencies,
    end: () => part.end(),
  };
}

/** Waits until `expected` distinct messages have arrived, or nothing more does. */
export async function drained(receiver: Receiver, expected: number): Promise<Stats> {
  let before = -1;
  let since = Date.now();
  for (;;) {
    const stats = await receiver.stats();
    if (stats.distinct >= expected || Date.now() - since > STALLED_MS) return stats;
    if (stats.distinct !== before) since = Date.now();
    before = stats.distinct;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Runs a load generator of this folder to its end. */
export async function runLoad(
  file: './load.ts' | './load-mllp.ts' | './load-questions.ts',
  args: (string | number)[],
): Promise<Load> {
  const part = startPart(file, args.map(String));
  try {
    return await part.next<Load>();
  } finally {
    await part.end();
  }
}

export function perSecond(count: number, ms: number): number {
  return round(count / (ms / 1000));
}

export function round(value: number): number {
  return Math.round(value * 10) / 10;
}

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

export function percentiles(values: number[]): { p50: number | null; p99: number | null } {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => {
    const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
    return value === undefined ? null : round(value);
  };
  return { p50: at(0.5), p99: at(0.99) };
}

import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchOptions } from './main.ts';
import { peakRssMb, startPart } from './process.ts';

interface Load {
  accepted: number;
  refused: number;
  sample?: string;
  startedAt: number;
  endedAt: number;
  ackMs: number[];
}

interface Stats {
  distinct: number;
  duplicates: number;
  last: number;
  latencies: number[];
}

const STALLED_MS = 30_000;

/** Webhook → map (JSONata) → code → route → HTTP POST, everything kept; a server, a load generator and a receiver of its own. */
export async function usageBenchmark({ count, connections, rate }: BenchOptions): Promise<Record<string, unknown>> {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-bench-'));
  chmodSync(folder, 0o755);
  const receiver = startPart('./receiver.ts', []);
  const { url: receiverUrl } = await receiver.next<{ url: string }>();
  const server = startPart('./server.ts', [folder, receiverUrl]);
  try {
    const { url } = await server.next<{ url: string }>();
    await new Promise((resolve) => setTimeout(resolve, 500));
    const warm = startPart('./load.ts', [url, '500', String(connections), '0']);
    const { accepted: warmed } = await warm.next<Load>();
    await delivered(receiver, warmed);
    const load = startPart('./load.ts', [url, String(count), String(connections), String(rate)]);
    const sent = await load.next<Load>();
    const stats = await delivered(receiver, warmed + sent.accepted);
    const latencies = stats.latencies.slice(warmed);
    return {
      bench: 'usage-benchmark',
      sent: count,
      accepted: sent.accepted,
      refused: sent.refused,
      ...(sent.sample === undefined ? {} : { sample: sent.sample }),
      delivered: stats.distinct - warmed,
      duplicates: stats.duplicates,
      acceptedPerS: perSecond(sent.accepted, sent.endedAt - sent.startedAt),
      deliveredPerS: perSecond(stats.distinct - warmed, stats.last - sent.startedAt),
      ackMs: percentiles(sent.ackMs),
      endToEndMs: percentiles(latencies),
      peakRssMb: peakRssMb(server.child.pid!),
    };
  } finally {
    await server.end();
    await receiver.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function delivered(receiver: ReturnType<typeof startPart>, expected: number): Promise<Stats> {
  let before = -1;
  let since = Date.now();
  for (;;) {
    const stats = await receiver.ask<Stats>({ latencies: false });
    if (stats.distinct >= expected || Date.now() - since > STALLED_MS) return receiver.ask<Stats>({ latencies: true });
    if (stats.distinct !== before) since = Date.now();
    before = stats.distinct;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function perSecond(count: number, ms: number): number {
  return Math.round((count * 10_000) / ms) / 10;
}

function percentiles(values: number[]): { p50: number | null; p99: number | null } {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => {
    const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
    return value === undefined ? null : Math.round(value * 10) / 10;
  };
  return { p50: at(0.5), p99: at(0.99) };
}

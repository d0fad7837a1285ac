import type { Bench } from './main.ts';
import { drained, median, percentiles, perSecond, type Receiver, round, runLoad, startReceiver } from './measure.ts';
import { startNodeRed } from './opponents/node-red.ts';
import { type Subject, startThroughline } from './subject.ts';

export interface LoadShape {
  count: number;
  connections: number;
  /** Messages per second; 0 = as fast as they are taken. */
  rate: number;
  /** Distinct values of the field that may be an order key. */
  keys: number;
}

const opponents: Record<string, (receiver: string) => Promise<Subject>> = { 'node-red': startNodeRed };

/** Webhook → map (JSONata) → code → route → HTTP POST, everything kept; a server, a load generator and a receiver of its own. */
export const usageBenchmark: Bench = async ({ count, connections, rate, vs, rounds }) => {
  const shape = { count: count ?? 5000, connections: connections ?? 64, rate: rate ?? 0, keys: 200 };
  const startOpponent = vs === undefined ? undefined : opponents[vs];
  if (vs !== undefined && startOpponent === undefined) {
    throw new Error(`There is no opponent "${vs}"; there are ${Object.keys(opponents).join(', ')}.`);
  }
  const ours: Measured[] = [];
  const theirs: Measured[] = [];
  for (let i = 0; i < (startOpponent === undefined ? 1 : (rounds ?? 2)); i++) {
    ours.push(await measure((receiver) => startThroughline(receiver, { flow: 'usage-benchmark' }), shape));
    if (startOpponent !== undefined) theirs.push(await measure(startOpponent, shape));
  }
  const figures = middle(ours);
  const targets = [
    { figure: 'duplicates', value: figures.duplicates, atMost: 0 },
    { figure: 'peakRssMb', value: figures.peakRssMb, atMost: 512 },
    ...(shape.rate === 0
      ? []
      : [
          { figure: 'endToEndMs.p50', value: figures.endToEndMs.p50, atMost: 8 },
          { figure: 'endToEndMs.p99', value: figures.endToEndMs.p99, atMost: 30 },
        ]),
  ];
  if (theirs.length === 0) return { ...figures, targets };
  const opponentPerS = middle(theirs).deliveredPerS;
  const ratio = Math.round((figures.deliveredPerS / opponentPerS) * 100) / 100;
  return {
    ...figures,
    opponent: vs,
    opponentPerS,
    rounds: ours.map((own, i) => [own.deliveredPerS, theirs[i]!.deliveredPerS]),
    ratio,
    targets: [...targets, { figure: 'ratio', value: ratio, atLeast: 1.5 }],
  };
};

export type Measured = Awaited<ReturnType<typeof measure>>;

function middle(runs: Measured[]): Measured {
  const rate = median(runs.map((run) => run.deliveredPerS));
  const nearest = runs.toSorted((a, b) => Math.abs(a.deliveredPerS - rate) - Math.abs(b.deliveredPerS - rate))[0]!;
  return { ...nearest, deliveredPerS: round(rate) };
}

/** Warms the subject, drives it, and waits until the receiver has everything that was accepted. */
export async function measure(start: (receiver: string) => Promise<Subject>, shape: LoadShape) {
  const receiver = await startReceiver();
  try {
    const subject = await start(receiver.url);
    try {
      await new Promise((resolve) => setTimeout(resolve, 500));
      await drive(subject, receiver, { ...shape, count: 500, rate: 0 });
      return { ...(await drive(subject, receiver, shape)), peakRssMb: subject.peakRssMb() };
    } finally {
      await subject.end();
    }
  } finally {
    await receiver.end();
  }
}

/** One stretch of load against a running subject. */
export async function drive(subject: Subject, receiver: Receiver, { count, connections, rate, keys }: LoadShape) {
  await receiver.latencies();
  const before = await receiver.stats();
  const used = subject.cpuSeconds();
  const sent = await runLoad('./load.ts', [subject.url, count, connections, rate, keys]);
  const after = await drained(receiver, before.distinct + sent.accepted);
  const delivered = after.distinct - before.distinct;
  const parts = Object.entries(subject.cpuSeconds()).map(([part, s]) => [part, (s - (used[part] ?? 0)) * 1e6] as const);
  const cpuUs = [...parts, ['load', sent.cpuUs] as const, ['receiver', after.cpuUs - before.cpuUs] as const];
  return {
    sent: count,
    accepted: sent.accepted,
    refused: sent.refused,
    ...(sent.sample === undefined ? {} : { sample: sent.sample }),
    delivered,
    duplicates: after.duplicates - before.duplicates,
    acceptedPerS: perSecond(sent.accepted, sent.endedAt - sent.startedAt),
    deliveredPerS: perSecond(delivered, after.last - sent.startedAt),
    ackMs: percentiles(sent.ackMs),
    endToEndMs: percentiles(await receiver.latencies()),
    /** Of a processor, for each message: where its time goes, whatever else the machine does. */
    cpuUsPerMessage: Object.fromEntries(cpuUs.map(([part, us]) => [part, Math.round(us / delivered)])),
  };
}

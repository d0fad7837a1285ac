import { statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { listRuns, openStore } from '@throughline/store';
import type { Bench } from './main.ts';
import { median, percentiles, type Receiver, round, startReceiver } from './measure.ts';
import { storeRuns } from './stored.ts';
import { startThroughline, type Throughline } from './subject.ts';
import { drive } from './usage-benchmark.ts';

const SHAPE = { count: 20_000, connections: 64, rate: 0, keys: 200 };
const BYTES_EACH = 2200;
const SEARCHES = 50;

/**
 * The benchmark's rate among millions of stored runs and, in turns with it, in an empty database of a server of its own; and how soon
 * one of the millions is found.
 */
export const growth: Bench = async ({ count, rounds }) => {
  const stored = count ?? 10_000_000;
  const { bavail, bsize } = statfsSync(tmpdir());
  if (bavail * bsize < stored * BYTES_EACH) {
    throw new Error(
      `${stored} stored runs need ${Math.ceil((stored * BYTES_EACH) / 1e9)} GB below ${tmpdir()}; there is less.`,
    );
  }
  const receiver = await startReceiver();
  const begun: Throughline[] = [];
  const begin = async () => {
    const subject = await startThroughline(receiver.url, { flow: 'usage-benchmark' });
    begun.push(subject);
    await drive(subject, receiver, { ...SHAPE, count: 500 });
    return subject;
  };
  try {
    const full = await begin();
    await storeRuns(full.databaseUrl, full.deployment, stored, (done) => {
      if (done % 1_000_000 === 0) process.stderr.write(`${done.toLocaleString('en')} runs stored\n`);
    });
    const empty = await begin();
    const taken = [];
    for (let i = 0; i < (rounds ?? 5); i++) {
      taken.push([await rateOf(empty, receiver), await rateOf(full, receiver)] as const);
    }
    const emptyPerS = median(taken.map(([rate]) => rate));
    const fullPerS = median(taken.map(([, rate]) => rate));
    const searchMs = await search(full, stored);
    const percent = round((fullPerS / emptyPerS) * 100);
    return {
      stored,
      emptyPerS,
      fullPerS,
      rounds: taken,
      percent,
      searchMs,
      targets: [
        { figure: 'percent', value: percent, atLeast: 90 },
        { figure: 'searchMs.p99', value: searchMs.p99, atMost: 300 },
      ],
    };
  } finally {
    await Promise.all(begun.map((subject) => subject.end()));
    await receiver.end();
  }
};

async function rateOf(subject: Throughline, receiver: Receiver): Promise<number> {
  return (await drive(subject, receiver, SHAPE)).deliveredPerS;
}

async function search({ databaseUrl, masterKey }: Throughline, stored: number) {
  const store = await openStore({
    url: databaseUrl,
    masterKey: Buffer.from(masterKey, 'hex'),
    name: 'bench search',
    max: 1,
  });
  try {
    const took: number[] = [];
    for (let i = 0; i < SEARCHES; i++) {
      const at = performance.now();
      const found = await listRuns(store, {
        environment: 'dev',
        search: `stored-${Math.floor((i / SEARCHES) * stored)}`,
        limit: 50,
      });
      took.push(performance.now() - at);
      if (found.length !== 1) throw new Error(`A stored business key was found ${found.length} times instead of once.`);
    }
    return percentiles(took);
  } finally {
    await store.close();
  }
}

import { statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { listRuns, openStore } from '@throughline/store';
import type { Bench } from './main.ts';
import { median, percentiles, round, startReceiver } from './measure.ts';
import { storeRuns } from './stored.ts';
import { startThroughline, type Throughline } from './subject.ts';
import { drive } from './usage-benchmark.ts';

const SHAPE = { count: 5000, connections: 64, rate: 0, keys: 200 };
const BYTES_EACH = 2200;
const SEARCHES = 50;

/** The benchmark's rate in an empty database and, in the same one, with millions of stored runs; and how soon one of them is found. */
export const growth: Bench = async ({ count, rounds }) => {
  const stored = count ?? 10_000_000;
  const { bavail, bsize } = statfsSync(tmpdir());
  if (bavail * bsize < stored * BYTES_EACH) {
    throw new Error(
      `${stored} stored runs need ${Math.ceil((stored * BYTES_EACH) / 1e9)} GB below ${tmpdir()}; there is less.`,
    );
  }
  const receiver = await startReceiver();
  try {
    const subject = await startThroughline(receiver.url, { flow: 'usage-benchmark' });
    try {
      await new Promise((resolve) => setTimeout(resolve, 500));
      await drive(subject, receiver, { ...SHAPE, count: 500 });
      const rate = async () => {
        const runs = [];
        for (let i = 0; i < (rounds ?? 3); i++) runs.push((await drive(subject, receiver, SHAPE)).deliveredPerS);
        return round(median(runs));
      };
      const emptyPerS = await rate();
      await storeRuns(subject.databaseUrl, subject.deployment, stored, (done) => {
        if (done % 1_000_000 === 0) process.stderr.write(`${done.toLocaleString('en')} runs stored\n`);
      });
      const fullPerS = await rate();
      const searchMs = await search(subject, stored);
      const percent = round((fullPerS / emptyPerS) * 100);
      return {
        stored,
        emptyPerS,
        fullPerS,
        percent,
        searchMs,
        targets: [
          { figure: 'percent', value: percent, atLeast: 90 },
          { figure: 'searchMs.p99', value: searchMs.p99, atMost: 300 },
        ],
      };
    } finally {
      await subject.end();
    }
  } finally {
    await receiver.end();
  }
};

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

import type { Bench } from './main.ts';
import { median, round } from './measure.ts';
import { startThroughline } from './subject.ts';
import { type Measured, measure } from './usage-benchmark.ts';

/** The benchmark's flow ordered by a key of 200 values, beside the same flow unordered: A B A B. */
export const ordered: Bench = async ({ count, connections, rounds }) => {
  const shape = { count: count ?? 5000, connections: connections ?? 64, rate: 0, keys: 200 };
  const unorderedRuns: Measured[] = [];
  const orderedRuns: Measured[] = [];
  for (let i = 0; i < (rounds ?? 2); i++) {
    unorderedRuns.push(await measure((to) => startThroughline(to, { flow: 'usage-benchmark' }), shape));
    orderedRuns.push(
      await measure((to) => startThroughline(to, { flow: 'usage-benchmark', orderBy: 'location' }), shape),
    );
  }
  const unorderedPerS = round(median(unorderedRuns.map((run) => run.deliveredPerS)));
  const orderedPerS = round(median(orderedRuns.map((run) => run.deliveredPerS)));
  const share = round((orderedPerS / unorderedPerS) * 100);
  const duplicates = orderedRuns.reduce((sum, run) => sum + run.duplicates, 0);
  return {
    keys: shape.keys,
    orderedPerS,
    unorderedPerS,
    percent: share,
    duplicates,
    endToEndMs: orderedRuns[0]!.endToEndMs,
    targets: [
      { figure: 'percent', value: share, atLeast: 60 },
      { figure: 'duplicates', value: duplicates, atMost: 0 },
    ],
  };
};

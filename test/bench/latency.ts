import type { Bench } from './main.ts';
import { startThroughline } from './subject.ts';
import { measure } from './usage-benchmark.ts';

/** The benchmark's flow at a pace it can keep: how soon a message is accepted, and how soon it has arrived. */
export const latency: Bench = async ({ count, rate }) => {
  const shape = { count: count ?? 1000, connections: 64, rate: rate ?? 50, keys: 200 };
  const figures = await measure((to) => startThroughline(to, { flow: 'usage-benchmark' }), shape);
  return {
    rate: shape.rate,
    ...figures,
    targets: [
      { figure: 'ackMs.p50', value: figures.ackMs.p50, atMost: 4 },
      { figure: 'endToEndMs.p50', value: figures.endToEndMs.p50, atMost: 8 },
      { figure: 'endToEndMs.p99', value: figures.endToEndMs.p99, atMost: 30 },
      { figure: 'duplicates', value: figures.duplicates, atMost: 0 },
    ],
  };
};

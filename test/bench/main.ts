import { parseArgs } from 'node:util';
import { usageBenchmark } from './usage-benchmark.ts';

/** `pnpm run bench <name> [options]`: each bench starts what it needs, prints one JSON object with --json, else a readable line. */
const benches: Record<string, (options: BenchOptions) => Promise<Record<string, unknown>>> = {
  'usage-benchmark': usageBenchmark,
};

export interface BenchOptions {
  count: number;
  connections: number;
  /** Messages per second; 0 = as fast as they are taken. */
  rate: number;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    count: { type: 'string', default: '5000' },
    connections: { type: 'string', default: '64' },
    rate: { type: 'string', default: '0' },
  },
});
const [name = ''] = positionals;
const bench = benches[name];
if (bench === undefined) {
  console.error(`There is no bench "${name}"; there are ${Object.keys(benches).join(', ')}.`);
  process.exit(2);
}
const result = await bench({
  count: Number(values.count),
  connections: Number(values.connections),
  rate: Number(values.rate),
});
console.log(values.json ? JSON.stringify(result) : JSON.stringify(result, null, 2));

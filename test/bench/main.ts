import { parseArgs } from 'node:util';
import { coldStart } from './cold-start.ts';
import { design } from './design.ts';
import { growth } from './growth.ts';
import { itemLookup } from './item-lookup.ts';
import { latency } from './latency.ts';
import { mllp } from './mllp.ts';
import { operate } from './operate.ts';
import { ordered } from './ordered.ts';
import { search } from './search.ts';
import { split } from './split.ts';
import { usageBenchmark } from './usage-benchmark.ts';

/** `pnpm run bench <name> [options]`: each bench starts what it needs, prints one JSON object with --json, else a readable page. */
const benches: Record<string, Bench> = {
  'usage-benchmark': usageBenchmark,
  latency,
  ordered,
  search,
  'item-lookup': itemLookup,
  mllp,
  split,
  'cold-start': coldStart,
  growth,
  design,
  operate,
};

export interface BenchOptions {
  count: number | undefined;
  connections: number | undefined;
  /** Messages per second; 0 = as fast as they are taken. */
  rate: number | undefined;
  /** An opponent on the same work, driven in turn with ours. */
  vs: string | undefined;
  rounds: number | undefined;
}

export interface Target {
  figure: string;
  value: number | null;
  atMost?: number;
  atLeast?: number;
}

export type Bench = (options: BenchOptions) => Promise<Record<string, unknown> & { targets: Target[] }>;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    count: { type: 'string' },
    connections: { type: 'string' },
    rate: { type: 'string' },
    rounds: { type: 'string' },
    vs: { type: 'string' },
  },
});
const [name = ''] = positionals;
const bench = benches[name];
if (bench === undefined) fail(`There is no bench "${name}"; there are ${Object.keys(benches).join(', ')}.`);
try {
  const { targets, ...figures } = await bench({
    count: positive('count'),
    connections: positive('connections'),
    rate: positive('rate'),
    rounds: positive('rounds'),
    vs: values.vs,
  });
  const judged = targets.map((target) => ({ ...target, met: met(target) }));
  if (values.json) console.log(JSON.stringify({ bench: name, ...figures, targets: judged }));
  else {
    console.log(JSON.stringify({ bench: name, ...figures }, null, 2));
    for (const { figure, value, atMost, atLeast, met } of judged) {
      const bound = atMost === undefined ? `at least ${atLeast}` : `at most ${atMost}`;
      console.log(`${met ? 'met   ' : 'MISSED'}  ${figure} ${value} (${bound})`);
    }
  }
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
}

function met({ value, atMost = Infinity, atLeast = -Infinity }: Target): boolean {
  return value !== null && value <= atMost && value >= atLeast;
}

function positive(option: 'count' | 'connections' | 'rate' | 'rounds'): number | undefined {
  const text = values[option];
  if (text === undefined) return undefined;
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > 10_000_000) {
    fail(`--${option} is ${text}; it is a whole number from 1 to 10,000,000.`);
  }
  return number;
}

function fail(sentence: string): never {
  console.error(sentence);
  process.exit(2);
}

import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startVitest } from 'vitest/node';
import { Tally } from '../support/tally.ts';
import { Score } from './score.ts';

const usage = `Usage: npx -y pnpm@12 run faults [ids] [options]

  run faults                     the set of about three minutes that is part of test
  run faults F05 F11             these faults
  run faults --all               all of them, and the mix for two minutes
  run faults --soak 30m          the mix for so long (s, m, h)
  --seed 17                      repeats the random choices of an earlier run
`;

const { values, positionals } = readArguments();
if (values.help) {
  console.log(usage);
  process.exit(0);
}
const soak = values.soak === undefined ? undefined : secondsOf(values.soak);
const strange = positionals.find((id) => !/^F(0[1-9]|[12]\d|30)$/i.test(id));
if (strange !== undefined) refuse(`${strange} is no fault; they are F01 to F30.`);
if (values.seed !== undefined && !/^\d{1,10}$/.test(values.seed)) refuse('--seed takes a number.');

if (values.seed !== undefined) process.env['FAULTS_SEED'] = values.seed;
if (soak !== undefined) {
  process.env['FAULTS'] = 'F30';
  process.env['FAULTS_SOAK_S'] = String(soak);
} else if (values.all) process.env['FAULTS'] = 'all';
else if (positionals.length > 0) process.env['FAULTS'] = positionals.join(',');

const score = new Score();
const tally = new Tally();
const root = fileURLToPath(new URL('../..', import.meta.url));
const reporters = ['default', tally, score];
const vitest = await startVitest([], { root, run: true, watch: false, project: ['faults'], reporters });
await vitest.close();
for (const why of tally.skipped.keys()) console.log(`skipped: ${why}`);
for (const line of score.lines()) console.log(line);
process.exit(tally.failed > 0 || tally.passed === 0 ? 1 : 0);

function readArguments() {
  try {
    return parseArgs({
      args: process.argv.slice(2).filter((word, i) => i > 0 || word !== '--'),
      allowPositionals: true,
      options: {
        all: { type: 'boolean', default: false },
        soak: { type: 'string' },
        seed: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    return refuse(`${error instanceof Error ? error.message.split('. ')[0] : error}; --help lists the options.`);
  }
}

function secondsOf(text: string): number {
  const [, count = '', unit = 'm'] = /^(\d{1,4})([smh]?)$/.exec(text) ?? [];
  if (count === '') return refuse(`--soak takes a time such as 30m, not "${text}".`);
  return Number(count) * { s: 1, m: 60, h: 3600 }[unit as 's' | 'm' | 'h'];
}

function refuse(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}

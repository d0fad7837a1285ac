import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startVitest } from 'vitest/node';
import { Tally } from './tally.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
// Servers, partners and command lines that tests start are compiled once, not each time.
process.env['NODE_COMPILE_CACHE'] ??= join(root, 'node_modules/.cache/compiled');
const bin = join(root, 'node_modules/.bin');

const checks = [
  { name: 'format and lint', command: 'biome', args: ['ci', '--colors=off'] },
  {
    name: 'types',
    command: 'turbo',
    args: ['run', 'typecheck:node', 'typecheck:browser', '--output-logs=errors-only', '--ui=stream'],
  },
];

export type Project = 'house' | 'unit' | 'slow' | 'real' | 'faults' | 'journey';

/**
 * Runs the checks and the tests of these projects (only those whose path holds one of `filters`, if any; then no checks), says
 * what was skipped and why, and ends with the closing line alone on its line. Resolves to the exit code.
 */
export async function run(projects: Project[], filters: string[]): Promise<number> {
  const started = performance.now();
  const tally = new Tally();
  for (const check of filters.length > 0 ? [] : checks) {
    const at = performance.now();
    const { isGood, output } = await ended(check.command, check.args);
    if (!isGood) console.log(output);
    console.log(`${isGood ? '✓' : '✗'} ${check.name} (${seconds(at)})`);
    tally.check(isGood);
  }
  const reporters = ['default', tally];
  const vitest = await startVitest(filters, { root, run: true, watch: false, project: projects, reporters });
  await vitest.close();

  for (const [why, count] of tally.skipped) console.log(`skipped ${count}: ${why}`);
  console.log(`Took ${seconds(started)}`);
  console.log(tally.closingLine());
  return tally.failed > 0 || tally.passed === 0 ? 1 : 0;
}

function ended(command: string, args: string[]): Promise<{ isGood: boolean; output: string }> {
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}`, TURBO_TELEMETRY_DISABLED: '1' };
  return new Promise((resolve) => {
    const child = spawn(join(bin, command), args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    child.once('error', (error) => resolve({ isGood: false, output: error.message }));
    child.once('close', (code) => resolve({ isGood: code === 0, output }));
  });
}

function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}

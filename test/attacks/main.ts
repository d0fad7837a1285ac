import { fileURLToPath } from 'node:url';
import { startVitest } from 'vitest/node';
import { Score } from './score.ts';

/** Runs every attack, or those whose file or name is given: `run attacks egress`. Prints the cases and the score line. */
const root = fileURLToPath(new URL('../..', import.meta.url));
const wanted = process.argv.slice(2).filter((word) => word !== '--');
const score = new Score();
const files = wanted.length > 0 ? wanted.map((word) => `test/attacks/${word}`) : ['test/attacks/'];
const vitest = await startVitest(files, {
  root,
  run: true,
  watch: false,
  project: ['real'],
  reporters: ['default', score],
});
await vitest.close();
for (const line of score.lines()) console.log(line);
process.exit(score.isClean ? 0 : 1);

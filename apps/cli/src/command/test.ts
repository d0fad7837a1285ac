import { relative } from 'node:path';
import type { Golden } from '../golden/golden.ts';
import { isMet, playFlows } from '../golden/suite.ts';
import { brief, count, problemLines, type Terminal } from '../print.ts';

export interface TestOptions {
  flows: string;
  only: string;
  update: boolean;
  json: boolean;
}

/** Plays the messages of flows and prints what differs from what is expected. Answers whether nothing does. */
export async function test(wanted: readonly string[], options: TestOptions, terminal: Terminal): Promise<boolean> {
  const results = await playFlows({ ...options, wanted });
  const goldens = results.flatMap((result) => result.goldens);
  const broken = results.filter(({ problems }) => problems.some(({ severity }) => severity === 'error'));
  const failed = options.update ? [] : goldens.filter((golden) => !isMet(golden));
  if (options.json)
    terminal.out(
      JSON.stringify(
        results.map(({ flow, problems, goldens: all }) => ({ flow, problems, messages: all.map(jsonOf) })),
      ),
    );
  else {
    for (const { flow, problems, goldens: all } of results) {
      for (const line of problemLines(flow, problems)) terminal.out(line);
      for (const golden of all) for (const line of linesOf(flow, golden, options.update)) terminal.out(line);
    }
    const words = options.update ? 'written down as expected where it differed' : `${failed.length} not as expected`;
    terminal.out(`${count(goldens.length, 'message')} of ${count(results.length, 'flow')} played, ${words}`);
  }
  return failed.length === 0 && broken.length === 0;
}

function linesOf(flow: string, golden: Golden, update: boolean): string[] {
  const { message, expected, differences, path } = golden;
  if (update && !isMet(golden)) return [`wrote   ${relative(process.cwd(), path)}`];
  if (expected === null)
    return [
      `FAILED  ${flow} ${message}: nothing is expected of it yet; --update writes what it does now to ${relative(process.cwd(), path)}`,
    ];
  if (differences.length === 0) return [`ok      ${flow} ${message}`];
  return [
    `FAILED  ${flow} ${message}`,
    ...differences.flatMap(({ path: at, expected: wanted, actual }) => [
      `          ${at}`,
      `            expected ${brief(wanted)}`,
      `            got      ${brief(actual)}`,
    ]),
  ];
}

function jsonOf({ message, expected, differences, outcome }: Golden) {
  return { message, ok: expected !== null && differences.length === 0, differences, outcome };
}

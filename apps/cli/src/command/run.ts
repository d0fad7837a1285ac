import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Rehearsal } from '@throughline/engine';
import type { Plan } from '@throughline/flow';
import { parseJson, stringifyJson } from '@throughline/formats';
import { Complaint } from '../complaint.ts';
import { checkFlow } from '../flow/check.ts';
import { findFlows, resolverOf } from '../flow/folder.ts';
import type { Played } from '../golden/golden.ts';
import { openStage } from '../golden/stage.ts';
import { readTables } from '../golden/tables.ts';
import { problemLines, type Terminal } from '../print.ts';

export interface RunOptions {
  flows: string;
  trigger?: string;
  /** `node=fixture name`. */
  answer: string[];
  /** Print each step's message in full. */
  full: boolean;
  json: boolean;
}

interface StepRecord {
  s: number;
  us: number;
  port?: string;
  out?: unknown;
  same?: true;
  end?: string;
  status?: string;
  log?: string[];
  error?: { code: string; class: string; sentence: string; path?: string; line?: number };
}

/** Takes one message file through a flow and prints its trace. Answers whether it was refused nowhere and stopped nowhere. */
export async function run(wanted: string, path: string, options: RunOptions, terminal: Terminal): Promise<boolean> {
  const bytes = await readFile(path).catch(() => {
    throw new Complaint('usage', `There is no file ${path}.`);
  });
  const [flow] = await findFlows(options.flows, [wanted]);
  const stage = openStage(await readTables(`${options.flows}/tables`));
  try {
    const { plan, problems } = await checkFlow(flow!, stage.sandbox, resolverOf(await findFlows(options.flows, [])));
    if (plan === null || flow!.document === null) {
      throw new Complaint('findings', problemLines(flow!.name, problems).join('\n'));
    }
    const ready = { document: flow!.document, plan };
    const file = { name: basename(path), bytes };
    const trigger = options.trigger === undefined ? {} : { trigger: options.trigger };
    const played = await stage.play(ready, file, { answers: answersOf(options.answer), ...trigger });
    if (options.json) terminal.out(stringifyJson(machineForm(plan, played), { indent: 2 }));
    else for (const line of traceLines(plan, played, options.full)) terminal.out(line);
    return played.outcome.refused === undefined && played.outcome.stops === undefined;
  } finally {
    await stage.close();
  }
}

function answersOf(given: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    given.map((text) => {
      const at = text.indexOf('=');
      if (at < 1)
        throw new Complaint('usage', `--answer takes node=fixture, such as erp="Period closed", not ${text}.`);
      return [text.slice(0, at), text.slice(at + 1)];
    }),
  );
}

function recordsOf({ trace }: Rehearsal): StepRecord[] {
  return parseJson(`[${trace.join(',')}]`) as StepRecord[];
}

function machineForm(plan: Plan, { outcome, rehearsal, refusal }: Played) {
  const trace =
    rehearsal === null
      ? undefined
      : recordsOf(rehearsal).map(({ s, ...record }) => ({ node: plan.steps[s]!.node, ...record }));
  return {
    flow: plan.flow,
    outcome,
    ...(refusal === null ? {} : { refusal }),
    ...(trace === undefined ? {} : { trace }),
  };
}

function traceLines(plan: Plan, { outcome, rehearsal, refusal }: Played, full: boolean): string[] {
  if (rehearsal === null) return [`refused  ${outcome.refused?.code}: ${refusal}`];
  const width = Math.max(...plan.steps.map(({ node }) => node.length));
  const steps = recordsOf(rehearsal).flatMap((record) => {
    const { node, name } = plan.steps[record.s]!;
    const body = record.out === undefined || !full ? [] : stringifyJson(record.out, { indent: 2 }).split('\n');
    return [
      `${node.padEnd(width)}  ${wordsOf(record)}  (${name})`,
      ...(record.log ?? []).map((line) => `${' '.repeat(width)}  log: ${line}`),
      ...body.map((line) => `${' '.repeat(width)}    ${line}`),
    ];
  });
  const { filtered = [], reply } = outcome;
  return [
    ...steps,
    '',
    ...rehearsal.deliveries.map(({ node, outcome: end }) =>
      'receipt' in end ? `delivered  ${node}: ${end.receipt.status}` : `refused    ${node}: ${end.error.sentence}`,
    ),
    ...filtered.map((node) => `filtered   ${node}`),
    ...rehearsal.stops.map(({ node, error }) => {
      const at = error.path === undefined ? '' : ` at ${error.path}`;
      return `stopped    ${node}: ${error.code}${at}: ${error.sentence}`;
    }),
    ...(reply === undefined ? [] : [`answered   ${reply.status} ${stringifyJson(reply.body)}`]),
  ];
}

function wordsOf({ us, port, same, end, status, error }: StepRecord): string {
  const took = `${(us / 1000).toFixed(1)} ms`.padStart(9);
  if (error !== undefined) return `${took}  ✗ ${error.code}: ${error.sentence}`;
  if (end !== undefined) return `${took}  ends here: ${end}`;
  return `${took}  ✓ ${status === undefined ? '' : `${status} `}→ ${port}${same ? ', unchanged' : ''}`;
}

import type { RealmResult } from '@throughline/engine';
import type { ProgramStep } from '@throughline/flow';
import { rehearsalContext } from '@throughline/nodes/runs';
import type { CagedSandbox } from '@throughline/sandbox';
import { boundTables, type Store } from '@throughline/store';

export interface Evaluation {
  language: 'jsonata' | 'template' | 'javascript';
  text: string;
  messages: unknown[];
  /** Parts of the run context in place of the usual ones. */
  context?: Record<string, unknown> | undefined;
  /** Whose tables look-ups read; none without it. */
  environment?: string | undefined;
}

/** `value` is left out where the expression has none. `position` counts characters from 1, `line` lines. */
export type Evaluated =
  | { value?: unknown; log?: string[]; us: number }
  | { error: { code: string; sentence: string; path?: string; line?: number; position?: number }; log?: string[] };

const TABLE = /(?:\$table|\blookup)\(\s*(["'`])([\w.-]{1,64})\1/g;

/** What a text gives over each message, one apart from the other. */
export async function evaluate(
  { store, sandbox }: { store: Store; sandbox: CagedSandbox },
  { language, text, messages, context, environment }: Evaluation,
): Promise<Evaluated[]> {
  const named = [...new Set([...text.matchAll(TABLE)].map((found) => found[2]!))];
  const tables = environment === undefined ? [] : await boundTables(store, environment, named);
  const usual = rehearsalContext('preview', { node: 'preview', type: 'trigger.manual' }, 'application/json');
  const about = JSON.stringify({ ...usual, ...(environment === undefined ? {} : { environment }), ...context });
  const entries = messages.map((message) => ({ message: JSON.stringify(message ?? null), context: about }));
  const results = await sandbox.evaluate(stepOf(language, text), tables, entries);
  return results.map(readOf);
}

function stepOf(language: Evaluation['language'], text: string): Pick<ProgramStep, 'op' | 'fields'> {
  if (language === 'template') return { op: null, fields: [{ path: [''], kind: 'template', text }] };
  return { op: language === 'jsonata' ? { op: 'expression', text } : { op: 'code', source: text }, fields: [] };
}

interface Stepped {
  us: number;
  out?: unknown;
  same?: true;
  log?: string[];
}

function readOf({ exits, stops, trace }: RealmResult): Evaluated {
  const [step] = JSON.parse(trace) as Stepped[];
  const log = step?.log === undefined ? {} : { log: step.log };
  const us = step?.us ?? 0;
  const [stop] = stops;
  if (stop !== undefined) {
    const { code, sentence, path, line } = stop.error;
    if (code === 'expression_empty') return { us, ...log };
    const position = /at character (\d+)/.exec(sentence)?.[1];
    const error = {
      code,
      sentence: sentence.replace(/^Setting ``: /, ''),
      ...(path ? { path } : {}),
      ...(line === undefined ? {} : { line }),
      ...(position === undefined ? {} : { position: Number(position) }),
    };
    return { error, ...log };
  }
  const fields = exits[0]?.fields;
  if (fields != null) return { value: (JSON.parse(fields) as unknown[])[0], us, ...log };
  return { value: step?.out, us, ...log };
}

import type { Context } from 'hono';
import type { z } from 'zod';
import { type FieldProblem, missing, Refusal } from './refusal.ts';
import type { AnyRoute } from './route.ts';

const DEPTH_LIMIT = 64;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export interface ParsedInput {
  params: Record<string, string>;
  query: unknown;
  body: unknown;
}

/** Reads and checks everything a request carries. Throws Refusal 400, 404 (an id that cannot exist), 413 or 415. */
export async function readInput(route: AnyRoute, c: Context): Promise<ParsedInput> {
  const params = c.req.param() as Record<string, string>;
  for (const [name, value] of Object.entries(params)) {
    if ((name === 'id' && !UUID.test(value)) || unsoundText(value)) throw missing();
  }
  return {
    params,
    query: check(route.query, readQuery(c), 'query'),
    body: check(route.body, await readBody(c), 'body'),
  };
}

function readQuery(c: Context): Record<string, string> {
  const values: [string, string][] = Object.entries(c.req.queries()).map(([name, all]) => {
    if (all.length > 1) throw new Refusal(400, 'query_repeated', `The query names ${name} more than once.`);
    return [name, all[0]!];
  });
  return Object.fromEntries(values);
}

async function readBody(c: Context): Promise<unknown> {
  if (c.req.method === 'GET') return {};
  const text = await c.req.text();
  if (text === '') return {};
  if (!/^application\/json\s*(;|$)/i.test(c.req.header('content-type') ?? '')) {
    throw new Refusal(415, 'json_only', 'This door takes JSON only; send content-type: application/json.');
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(400, 'json_invalid', 'The body is not JSON.');
  }
}

function check(schema: z.ZodType, value: unknown, part: 'query' | 'body'): unknown {
  const unsound = unsoundIn(value, DEPTH_LIMIT);
  if (unsound !== null) throw new Refusal(400, `${part}_unsound`, `The ${part} ${unsound}.`);
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(problemOf);
  const [first] = errors;
  const sentence = first === undefined ? 'is not as expected' : `${first.field || 'itself'}: ${first.sentence}`;
  throw new Refusal(400, `${part}_invalid`, `The ${part} does not fit: ${sentence}.`, { errors });
}

/** Names fields and limits; never repeats a value. */
function problemOf(issue: z.core.$ZodIssue): FieldProblem {
  return { field: issue.path.map((part) => `/${String(part)}`).join(''), sentence: issue.message };
}

/** What PostgreSQL cannot hold, or nobody can read: NUL, half a surrogate pair, bottomless nesting. */
function unsoundIn(value: unknown, depth: number): string | null {
  if (typeof value === 'string') return unsoundText(value) ? 'has text with NUL or a lone surrogate' : null;
  if (value === null || typeof value !== 'object') return null;
  if (depth === 0) return `is nested deeper than ${DEPTH_LIMIT} levels`;
  for (const [key, entry] of Object.entries(value)) {
    const found = unsoundText(key) ? 'has a member named with NUL or a lone surrogate' : unsoundIn(entry, depth - 1);
    if (found !== null) return found;
  }
  return null;
}

function unsoundText(text: string): boolean {
  return text.includes('\0') || !text.isWellFormed();
}

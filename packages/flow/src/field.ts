import { z } from 'zod';

/**
 * A setting that takes a constant, one expression (JSONata, any JSON value) or a template (text with {{ expression }} parts).
 * Being an object, an expression can never be smuggled in as text: message content is never evaluated.
 */
export type Field = string | { expr: string } | { template: string };

export const fieldSchema: z.ZodType<Field> = z.union([
  z.string().max(20_000),
  z.strictObject({ expr: z.string().max(20_000) }),
  z.strictObject({ template: z.string().max(20_000) }),
]);

export interface FieldAt {
  path: (string | number)[];
  kind: 'expr' | 'template';
  text: string;
}

/** Every expression and template inside a config, with the path where its value belongs. */
export function fieldsIn(value: unknown, path: (string | number)[] = []): FieldAt[] {
  if (Array.isArray(value)) return value.flatMap((entry, i) => fieldsIn(entry, [...path, i]));
  if (value === null || typeof value !== 'object') return [];
  const keys = Object.keys(value);
  const only = keys.length === 1 ? keys[0] : undefined;
  if (only === 'expr' || only === 'template') {
    const text = (value as Record<string, unknown>)[only];
    if (typeof text === 'string') return [{ path, kind: only, text }];
  }
  return Object.entries(value).flatMap(([key, entry]) => fieldsIn(entry, [...path, key]));
}

/**
 * A template in its parts: texts and expressions. An expression ends at the first `}}` outside its own quotes and braces; `open` is
 * true when one never ends.
 */
export function templateParts(template: string): { parts: ({ text: string } | { expr: string })[]; open: boolean } {
  const parts: ({ text: string } | { expr: string })[] = [];
  let at = 0;
  for (let start = template.indexOf('{{'); start >= 0; start = template.indexOf('{{', at)) {
    const end = expressionEnd(template, start + 2);
    if (end === undefined) return { parts: [...parts, { text: template.slice(at) }], open: true };
    if (start > at) parts.push({ text: template.slice(at, start) });
    parts.push({ expr: template.slice(start + 2, end).trim() });
    at = end + 2;
  }
  if (at < template.length) parts.push({ text: template.slice(at) });
  return { parts, open: false };
}

/** Either a quoted text or one character that matters: the parts of an expression that decide where it ends. */
const LANDMARK = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`[^`]*`|[{}"'`]/gs;

function expressionEnd(template: string, from: number): number | undefined {
  let depth = 0;
  LANDMARK.lastIndex = from;
  for (let mark = LANDMARK.exec(template); mark; mark = LANDMARK.exec(template)) {
    if (mark[0] === '{') depth++;
    else if (mark[0] === '}' && depth > 0) depth--;
    else if (mark[0] === '}' && template[mark.index + 1] === '}') return mark.index;
    else if (/^["'`]$/.test(mark[0])) return undefined;
  }
  return undefined;
}

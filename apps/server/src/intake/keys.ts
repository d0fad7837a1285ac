import { pick } from '@throughline/formats';

/** What a trigger says about identity and order; paths are dotted for JSON, HL7 notation for HL7 v2, `header:Name` for headers. */
export interface KeyConfig {
  idempotency: string[];
  order: { paths: string[]; onFailure: 'park' | 'continue' } | null;
  business: { name: string; path: string; class: 'open' | 'phi' | 'pii' | 'financial' }[];
  correlation: string | null;
}

export const NO_KEYS: KeyConfig = { idempotency: [], order: null, business: [], correlation: null };

/** How a path finds its value in one message; undefined when there is nothing there. */
export type Look = (path: string) => string | undefined;

export function lookInto(format: string, tree: unknown, headers: Record<string, string>): Look {
  return (path) => {
    if (path.startsWith('header:')) return headers[path.slice(7).toLowerCase()];
    if (format === 'hl7v2') return pick(tree as Parameters<typeof pick>[0], path);
    return format === 'json' ? textAt(tree, path) : undefined;
  };
}

/** `lines[0].po` in a parsed JSON value; only text, numbers and booleans are keys. */
export function textAt(tree: unknown, path: string): string | undefined {
  let at: unknown = tree;
  for (const part of path.split(/[.[\]]+/)) {
    if (part === '') continue;
    if (at === null || typeof at !== 'object' || !Object.hasOwn(at, part)) return undefined;
    at = (at as Record<string, unknown>)[part];
  }
  if (typeof at === 'string') return at;
  return typeof at === 'number' || typeof at === 'boolean' ? String(at) : undefined;
}

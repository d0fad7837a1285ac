import { FormatError } from '../error.ts';
import { ExactNumber } from './exact.ts';

/** The native writer recurses; far below where its stack ends. */
const MAX_DEPTH = 1000;

/**
 * Values to JSON text, exactly: an ExactNumber is written as its own text, NUL and lone surrogates as escapes. Throws
 * `json_unwritable` for what JSON has no words for (NaN, Infinity, bigint, functions, undefined at the top) and `depth_limit`.
 * `indent` is a number of spaces per level.
 */
export function stringifyJson(value: unknown, { indent }: { indent?: number } = {}): string {
  checkWritable(value, 1);
  if (value === undefined) throw unwritable('nothing at all');
  return JSON.stringify(value, null, indent);
}

function checkWritable(value: unknown, depth: number): void {
  const type = typeof value;
  if (type === 'number' && !Number.isFinite(value)) throw unwritable('a number that is not finite');
  if (type === 'bigint' || type === 'function' || type === 'symbol') throw unwritable(`a ${type}`);
  if (type !== 'object' || value === null || value instanceof ExactNumber) return;
  if (depth > MAX_DEPTH) {
    throw new FormatError('depth_limit', `The value is nested deeper than ${MAX_DEPTH} levels.`, { offset: 0 });
  }
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) checkWritable(value[i], depth + 1);
    return;
  }
  const keys = Object.keys(value as object);
  for (let i = 0; i < keys.length; i++) checkWritable((value as Record<string, unknown>)[keys[i]!], depth + 1);
}

function unwritable(what: string): FormatError {
  return new FormatError('json_unwritable', `JSON cannot hold ${what}.`, { offset: 0 });
}

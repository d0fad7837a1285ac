import { parseJson, stringifyJson } from '@throughline/formats';
import { failure } from './failure.ts';
import { reading } from './format.ts';
import { invalid } from './settings.ts';

/**
 * Writes a JSON value into a message (both JSON text) at a dotted path, making objects on the way; numbers keep their digits.
 * Without a path the value is the message. Throws `setting_invalid` for a path that is none and `into_no_object` where the path
 * meets something that is no object.
 */
export function place(message: string, path: string | null, value: string): string {
  if (path === null) return value;
  const names = namesIn(path, 'into');
  const tree = reading(() => parseJson(message));
  let at = objectAt(tree, '');
  for (const name of names.slice(0, -1)) {
    if (!Object.hasOwn(at, name)) at[name] = {};
    at = objectAt(at[name], name);
  }
  at[names.at(-1)!] = reading(() => parseJson(value));
  return reading(() => stringifyJson(tree));
}

/** The value at a dotted path of a message (JSON text), or the whole of it; throws `from_missing` where there is none. */
export function take(message: string, path: string | null): unknown {
  let at = reading(() => parseJson(message));
  for (const name of path === null ? [] : namesIn(path, 'from')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) {
      throw failure('data', 'from_missing', 'There is nothing at the place to read from.', { path: path! });
    }
    at = (at as Record<string, unknown>)[name];
  }
  return at;
}

function namesIn(path: string, setting: string): string[] {
  const names = path.split('.');
  if (names.some((name) => name === '' || name === '__proto__')) throw invalid(setting, 'is not a dotted path');
  return names;
}

function objectAt(value: unknown, name: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  const where = name === '' ? 'The message' : `The field ${name}`;
  throw failure('data', 'into_no_object', `${where} is no object, so nothing can be written into it.`, { path: name });
}

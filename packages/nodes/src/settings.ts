import { failure } from './failure.ts';

type Settings = Record<string, unknown>;

/** A setting as text; numbers and booleans are written out. Throws `setting_invalid` (class data) when there is none. */
export function text(settings: Settings, name: string): string {
  const value = optionalText(settings, name);
  if (value === null) throw invalid(name, 'has no value');
  return value;
}

/** As `text`, but null when the setting is absent or empty. */
export function optionalText(settings: Settings, name: string): string | null {
  const value = settings[name];
  if (value === undefined || value === null || value === '') return null;
  return written(value, name);
}

/** A list of named texts, given as a record; entries without a value are left out. */
export function textRecord(settings: Settings, name: string): [string, string][] {
  const value = settings[name] ?? {};
  if (typeof value !== 'object' || Array.isArray(value)) throw invalid(name, 'is not a list of names and values');
  const present = Object.entries(value).filter(([, entry]) => entry !== undefined && entry !== null);
  return present.map(([key, entry]) => [key, written(entry, `${name}.${key}`)]);
}

/** A number between two limits, or `usual` when absent. */
export function numberWithin(settings: Settings, name: string, usual: number, least: number, most: number): number {
  const value = settings[name] ?? usual;
  if (typeof value !== 'number' || !(value >= least && value <= most)) {
    throw invalid(name, `is not a number from ${least} to ${most}`);
  }
  return value;
}

/** One of a few words, or the first of them when absent. */
export function choice<W extends string>(settings: Settings, name: string, words: readonly [W, ...W[]]): W {
  const value = settings[name] ?? words[0];
  const word = words.find((candidate) => candidate === value);
  if (word === undefined) throw invalid(name, `is none of ${words.join(', ')}`);
  return word;
}

export function invalid(name: string, why: string): ReturnType<typeof failure> {
  return failure('data', 'setting_invalid', `The setting ${name} ${why}.`, { path: name });
}

function written(value: unknown, name: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw invalid(name, 'is not text');
}

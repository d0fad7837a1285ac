import type { DataClass } from '../schema.ts';

/** What stays visible of a masked value, so that two can be told apart or found equal: its form, its length, a keyed hash. */
export interface Masked {
  $masked: DataClass | 'unknown';
  shape: string;
  length: number;
  hash: string;
}

export type ClassOf = (path: string) => DataClass | undefined;

const SHOWN: ReadonlySet<DataClass | undefined> = new Set<DataClass>(['open', 'financial']);
const ASCII = /^[\x20-\x7e]*$/;
/** Texts whose hash is remembered while one message is masked. */
const KNOWN = 100_000;
const SHAPE_LIMIT = 64;
const DEPTH_LIMIT = 512;

/** `Aa-9`: letters and digits give way to their kind; what separates them stays. */
export function shapeOf(text: string): string {
  const shown = text.slice(0, SHAPE_LIMIT);
  const shape = ASCII.test(shown) ? asciiShape(shown) : unicodeShape(shown);
  return text.length > SHAPE_LIMIT ? `${shape}…` : shape;
}

const asciiShape = (text: string) => text.replace(/[A-Z]/g, 'A').replace(/[a-z]/g, 'a').replace(/\d/g, '9');

function unicodeShape(text: string): string {
  return text
    .replaceAll(/\p{Lu}/gu, 'A')
    .replaceAll(/\p{L}/gu, (letter) => (letter === 'A' ? 'A' : 'a'))
    .replaceAll(/\p{N}/gu, '9');
}

export function maskText(text: string, dataClass: DataClass | undefined, hash: (text: string) => string): Masked {
  return { $masked: dataClass ?? 'unknown', shape: shapeOf(text), length: text.length, hash: hash(text).slice(0, 8) };
}

/**
 * The same tree with every value that is neither open nor financial masked; `classOf` is asked by path (`lines[2].item`). A value
 * nobody described is masked too. Truth values and nothing keep their kind only.
 */
export function maskTree(value: unknown, classOf: ClassOf, hash: (text: string) => string): unknown {
  // Large messages say the same things again and again: units, codes, small numbers.
  const known = new Map<string, string>();
  const once = (text: string) => {
    const found = known.get(text) ?? hash(text);
    if (known.size < KNOWN) known.set(text, found);
    return found;
  };
  return masked(value, '', classOf, once, 0);
}

function masked(
  value: unknown,
  path: string,
  classOf: ClassOf,
  hash: (text: string) => string,
  depth: number,
): unknown {
  if (value === null || value === undefined) return value;
  if (depth > DEPTH_LIMIT) return maskText('', undefined, hash);
  if (Array.isArray(value)) return value.map((one, i) => masked(one, `${path}[${i}]`, classOf, hash, depth + 1));
  if (typeof value === 'object' && isTree(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [
        name,
        masked(one, path === '' ? name : `${path}.${name}`, classOf, hash, depth + 1),
      ]),
    );
  }
  const dataClass = classOf(path);
  return SHOWN.has(dataClass) ? value : maskText(String(value), dataClass, hash);
}

function isTree(value: object): boolean {
  const prototype = Object.getPrototypeOf(value) as unknown;
  return prototype === Object.prototype || prototype === null;
}

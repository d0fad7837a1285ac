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
/** Texts, and fields of one place, that are remembered while one message is masked. */
const KNOWN = 100_000;
const SHAPE_LIMIT = 64;
const DEPTH_LIMIT = 512;

/** `Aa-9`: letters and digits give way to their kind; what separates them stays. */
export function shapeOf(text: string): string {
  const shown = text.slice(0, SHAPE_LIMIT);
  const shape = ASCII.test(shown) ? asciiShape(shown) : unicodeShape(shown);
  return text.length > SHAPE_LIMIT ? `${shape}…` : shape;
}

/** By hand, unit by unit: three patterns over a hundred thousand values take as long as all else. */
function asciiShape(text: string): string {
  let shape = '';
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 97 && unit <= 122) shape += 'a';
    else if (unit >= 65 && unit <= 90) shape += 'A';
    else shape += unit >= 48 && unit <= 57 ? '9' : text[i]!;
  }
  return shape;
}

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
 * The same tree with every value that is neither open nor financial masked; `classOf` is asked by path, without places in lists
 * (`lines.item`). A value nobody described is masked too. Truth values and nothing keep their kind only.
 */
export function maskTree(value: unknown, classOf: ClassOf, hash: (text: string) => string): unknown {
  return masked(value, placeOf('', classOf), { classOf, hash, known: new Map() }, 0);
}

/** Where values lie, and what they are there: asked once for a field, however many rows have it. */
interface Place {
  path: string;
  dataClass: DataClass | undefined;
  inner: Map<string, Place>;
}

interface Masking {
  classOf: ClassOf;
  hash: (text: string) => string;
  /** Large messages say the same things again and again: units, codes, small numbers. */
  known: Map<DataClass | undefined, Map<string, Masked>>;
}

const placeOf = (path: string, classOf: ClassOf): Place => ({ path, dataClass: classOf(path), inner: new Map() });

function placeIn(place: Place, name: string, classOf: ClassOf): Place {
  const known = place.inner.get(name);
  if (known !== undefined) return known;
  const found = placeOf(place.path === '' ? name : `${place.path}.${name}`, classOf);
  if (place.inner.size < KNOWN) place.inner.set(name, found);
  return found;
}

function masked(value: unknown, place: Place, masking: Masking, depth: number): unknown {
  if (value === null || value === undefined) return value;
  if (depth > DEPTH_LIMIT) return maskText('', undefined, masking.hash);
  if (Array.isArray(value)) return value.map((one) => masked(one, place, masking, depth + 1));
  if (typeof value === 'object' && isTree(value)) {
    const tree: Record<string, unknown> = {};
    for (const [name, one] of Object.entries(value)) {
      const shown = masked(one, placeIn(place, name, masking.classOf), masking, depth + 1);
      if (name !== '__proto__') tree[name] = shown;
      // Plain assignment would set the prototype.
      else Object.defineProperty(tree, name, { value: shown, enumerable: true });
    }
    return tree;
  }
  return SHOWN.has(place.dataClass) ? value : maskedOnce(String(value), place.dataClass, masking);
}

function maskedOnce(text: string, dataClass: DataClass | undefined, { known, hash }: Masking): Masked {
  const ofClass = known.get(dataClass) ?? new Map<string, Masked>();
  known.set(dataClass, ofClass);
  const found = ofClass.get(text) ?? maskText(text, dataClass, hash);
  if (ofClass.size < KNOWN) ofClass.set(text, found);
  return found;
}

function isTree(value: object): boolean {
  const prototype = Object.getPrototypeOf(value) as unknown;
  return prototype === Object.prototype || prototype === null;
}

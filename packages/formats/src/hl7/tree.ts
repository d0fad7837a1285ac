import { FormatError } from '../error.ts';

/** Text, or `{ s1, s2, … }` when there are subcomponents beyond the first. */
export type Hl7Component = string | { [sub: `s${number}`]: string };

/** Components by number; an absent component has no key. */
export interface Hl7Repetition {
  [component: `c${number}`]: Hl7Component;
}

/** Fields by their number in the standard (MSH-9 is `f9`; MSH-1 and MSH-2 hold the delimiters); an empty field has no key. */
export interface Hl7Segment {
  id: string;
  [field: `f${number}`]: Hl7Repetition[];
}

/** A message as plain JSON. `encoding` holds what a byte-equal rebuild needs beyond it; a message made new has none. */
export interface Hl7Message {
  segments: Hl7Segment[];
  encoding?: Hl7Encoding;
}

export interface Hl7Encoding {
  /** Character set of the bytes where it is not the one MSH-18 declares (UTF-8 when it declares none). */
  charset?: string;
  bom?: boolean;
  terminator: '\r' | '\n' | '\r\n';
  /** Blank lines before MSH. */
  lead?: string;
  /** By segment index, 0-based: how the sender wrote it where the plain tree would be written otherwise. */
  exact?: { [index: string]: Hl7Exact };
}

export interface Hl7Exact {
  /** The segment this belongs to; ignored when another one has taken its place. */
  id: string;
  /** What ended the segment, where it was not `terminator`; blank lines included. */
  end?: string;
  /**
   * How many parts were written where the last ones are empty: '' fields of the segment, '5[1]' components of a repetition,
   * '5[1].3' subcomponents of a component.
   */
  counts?: { [place: string]: number };
  /** How characters of a value were spelled where we would spell them otherwise: index in the text, raw spelling. */
  spellings?: { [place: string]: Hl7Spelling[] };
}

export type Hl7Spelling = [index: number, raw: string];

export interface Hl7Piece<Source> {
  source: Source;
  /** Where the piece begins: bytes for bytes, UTF-16 units for text. */
  offset: number;
  /** 1-based. */
  line: number;
}

/** A file cut into messages; the pieces of all three lists together are the whole file. */
export interface Hl7Batch<Source> {
  /** Each begins with MSH. */
  messages: Hl7Piece<Source>[];
  /** FHS, BHS, BTS and FTS lines. */
  envelope: (Hl7Piece<Source> & { id: string })[];
  /** Lines that belong to no message; each has a problem. */
  strays: Hl7Piece<Source>[];
  problems: FormatError[];
}

/** Highest number of fields, components, subcomponents or repetitions, so that no number in a tree can make a huge text. */
export const MAX_PARTS = 10_000;

type Kind = 'f' | 'c' | 's';

const keys: Record<Kind, string[]> = { f: [], c: [], s: [] };
const numbers: Record<Kind, Map<string, number>> = { f: new Map(), c: new Map(), s: new Map() };
for (const kind of ['f', 'c', 's'] as const) {
  for (let n = 0; n <= 300; n++) {
    keys[kind].push(`${kind}${n}`);
    if (n > 0) numbers[kind].set(`${kind}${n}`, n);
  }
}

/** `f12`, `c3`, `s1` as shared strings: the parser's hottest allocation. */
export function keyOf<K extends Kind>(kind: K, n: number): `${K}${number}` {
  return (keys[kind][n] ?? `${kind}${n}`) as `${K}${number}`;
}

/** The number in a key of the given kind, or 0 when it is no such key. */
export function numberIn(kind: Kind, key: string): number {
  const known = numbers[kind].get(key);
  if (known !== undefined) return known;
  const number = key.startsWith(kind) && /^.[1-9][0-9]{0,4}$/.test(key) ? Number(key.slice(1)) : 0;
  return number <= MAX_PARTS ? number : 0;
}

export function tooMany(place: string, offset: number): FormatError {
  return new FormatError('hl7_part_limit', `${place} has more than ${MAX_PARTS} parts.`, { offset, field: place });
}

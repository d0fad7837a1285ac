import { FormatError } from '../error.ts';
import { type Delimiters, readDelimiters } from './delimiters.ts';
import type { Hl7Spelling } from './tree.ts';

/**
 * Escape sequences (HL7 v2 chapter 2, 2.7) of one set of delimiters. In a text value \F\ \S\ \T\ \R\ \E\ \P\ and ASCII \X..\ have
 * become their characters; formatting, highlighting, character set, non-ASCII \X..\ and local sequences stay as they are. Writing
 * turns delimiters and control characters back. What a sender spelled otherwise is kept as spellings, which hold no content.
 */
export interface Codec {
  readonly delimiters: Delimiters;
  /** ASCII code → 0 plain, FIELD, or a bit that says what the field needs. */
  readonly kinds: Uint8Array;
  /** One escape sequence or one character that is not plain. */
  readonly token: RegExp;
  /** What must be written as an escape, and the sequences that must not. */
  readonly unsafe: RegExp;
}

export const FIELD = 1;
export const REPETITION = 2;
export const COMPONENT = 4;
export const SUBCOMPONENT = 8;
export const SPECIAL = 16;

const FORMATTING = '\\.(?:br|fi|nf|ce|(?:sp|in|ti|sk) ?[+-]?[0-9]*)';
const ASCII_HEX = 'X(?:[0-7][0-9A-Fa-f])+';
const OTHER_HEX = 'X(?:[0-7][0-9A-Fa-f])*[89A-Fa-f][0-9A-Fa-f](?:[0-9A-Fa-f]{2})*';
const KEPT = `[HN]|${FORMATTING}|${OTHER_HEX}|C[0-9A-Fa-f]{4}|M[0-9A-Fa-f]{4}(?:[0-9A-Fa-f]{2})?|Z[0-9A-Za-z]*`;
const CONTROL = '\\u0000-\\u0008\\u000a-\\u001f\\u007f';

const codecs = new Map<string, Codec>();

/** The codec for MSH-1 and MSH-2, made once per pair; throws `hl7_bad_delimiters`. */
export function codecFor(field: string, encoding: string, offset: number): Codec {
  const key = field + encoding;
  let codec = field.length === 1 ? codecs.get(key) : undefined;
  if (!codec) {
    codec = makeCodec(readDelimiters(field, encoding, offset));
    if (codecs.size >= 64) codecs.clear();
    codecs.set(key, codec);
  }
  return codec;
}

function makeCodec(delimiters: Delimiters): Codec {
  const { field, component, repetition, escape: escaping, subcomponent, truncation } = delimiters;
  const kinds = new Uint8Array(128).fill(SPECIAL, 0, 32);
  kinds[9] = 0;
  kinds[127] = SPECIAL;
  const mark = (char: string | undefined, kind: number) =>
    char && kinds.fill(kind, char.charCodeAt(0), char.charCodeAt(0) + 1);
  mark(field, FIELD);
  mark(repetition, REPETITION);
  mark(component, COMPONENT);
  mark(subcomponent, SUBCOMPONENT);
  mark(escaping, SPECIAL);
  mark(truncation, SPECIAL);
  const quoted = (chars: (string | undefined)[]) => chars.map((char) => (char ? `\\${char}` : '')).join('');
  const names = ['F', 'S', 'E', subcomponent && 'T', repetition && 'R', truncation && 'P'].filter(Boolean).join('');
  const sequence = (bodies: string) => (escaping ? `\\${escaping}(?:${bodies})\\${escaping}|` : '');
  const odd = `[${CONTROL}${quoted([escaping, truncation])}]`;
  const delimiting = quoted([field, component, repetition, escaping, subcomponent, truncation]);
  return {
    delimiters,
    kinds,
    token: new RegExp(`${sequence(`[${names}]|${ASCII_HEX}|${KEPT}`)}${odd}`, 'g'),
    unsafe: new RegExp(`${sequence(KEPT)}[${CONTROL}${delimiting}]`, 'g'),
  };
}

/** Raw text of a leaf to its value, with the spellings that writing the value again would not give by itself. */
export function decodeLeaf(raw: string, codec: Codec): { text: string; spellings?: Hl7Spelling[] } {
  const spellings: Hl7Spelling[] = [];
  let text = '';
  let at = 0;
  for (const match of raw.matchAll(codec.token)) {
    text += raw.slice(at, match.index);
    spellings.push([text.length, match[0]]);
    text += meaningOf(match[0], codec.delimiters);
    at = match.index + match[0].length;
  }
  text += raw.slice(at);
  return isWrittenAs(text, raw, codec) ? { text } : { text, spellings };
}

/** Without an escape character only what needs no escape can be written by itself. */
function isWrittenAs(text: string, raw: string, codec: Codec): boolean {
  if (!codec.delimiters.escape && text.search(codec.unsafe) >= 0) return false;
  return encodeLeaf(text, codec) === raw;
}

/** A value to its raw text; throws `hl7_unwritable` where the delimiters have no escape character and one is needed. */
export function encodeLeaf(text: string, codec: Codec, field?: string): string {
  if (isPlain(text, codec)) return text;
  return text.replace(codec.unsafe, (found) => {
    const escaping = codec.delimiters.escape;
    if (found.length > 1) return found;
    if (escaping) return `${escaping}${nameOf(found, codec.delimiters)}${escaping}`;
    const sentence = `A value of ${field ?? 'the message'} holds a character that needs an escape, and MSH-2 names no escape character.`;
    throw new FormatError('hl7_unwritable', sentence, { offset: 0, field });
  });
}

/** A value spelled as its sender spelled it, or undefined when the spellings do not fit this value and codec. */
export function respell(text: string, spellings: readonly Hl7Spelling[], codec: Codec): string | undefined {
  let out = '';
  let at = 0;
  for (const spelling of spellings) {
    // The tree may have been through anybody's hands.
    if (!Array.isArray(spelling) || typeof spelling[1] !== 'string') return undefined;
    const [index, raw] = spelling;
    const plain = text.slice(at, index);
    if (index < at || plain.search(codec.unsafe) >= 0 || raw.match(codec.token)?.[0] !== raw || raw === '\r')
      return undefined;
    const meaning = meaningOf(raw, codec.delimiters);
    if (!text.startsWith(meaning, index)) return undefined;
    out += plain + raw;
    at = index + meaning.length;
  }
  const rest = text.slice(at);
  return rest.search(codec.unsafe) >= 0 ? undefined : out + rest;
}

function isPlain(text: string, { kinds }: Codec): boolean {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 128 && kinds[unit] !== 0) return false;
  }
  return true;
}

function meaningOf(token: string, delimiters: Delimiters): string {
  if (token.length < 3) return token;
  const body = token.slice(1, -1);
  if (body.startsWith('X')) {
    if (!/^X(?:[0-7].)+$/.test(body)) return token;
    return body.slice(1).replace(/../g, (hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  }
  const meanings: Record<string, string | undefined> = {
    F: delimiters.field,
    S: delimiters.component,
    T: delimiters.subcomponent,
    R: delimiters.repetition,
    E: delimiters.escape,
    P: delimiters.truncation,
  };
  return meanings[body] ?? token;
}

function nameOf(char: string, delimiters: Delimiters): string {
  if (char === delimiters.field) return 'F';
  if (char === delimiters.component) return 'S';
  if (char === delimiters.subcomponent) return 'T';
  if (char === delimiters.repetition) return 'R';
  if (char === delimiters.escape) return 'E';
  if (char === delimiters.truncation) return 'P';
  return `X${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

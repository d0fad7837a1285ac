import { FormatError } from '../error.ts';
import { type Charset, requireCharset, singleByte } from './charset.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export interface Decoded {
  text: string;
  charset: Charset;
  /** A byte order mark stood before the text; it is not part of it. */
  bom: boolean;
}

export interface DecodeOptions {
  /** Label of the declared character set; a byte order mark overrules it. UTF-8 when absent. */
  charset?: string;
  /** What is being read, for the sentence of an error: `message`, `file`. */
  what?: string;
}

/** Bytes to text; throws `encoding` with a byte offset rather than ever writing U+FFFD. A byte order mark is dropped. */
export function decodeText(bytes: Uint8Array, options: DecodeOptions = {}): string {
  return decode(bytes, options).text;
}

/** As `decodeText`, saying also which character set it was and whether a byte order mark stood there. */
export function decode(bytes: Uint8Array, { charset, what = 'text' }: DecodeOptions = {}): Decoded {
  const marked = charsetOfMark(bytes);
  if (marked) {
    const body = bytes.subarray(marked === 'utf-8' ? 3 : 2);
    return { text: decodeBody(body, marked, what, bytes.length - body.length), charset: marked, bom: true };
  }
  const name = charset === undefined ? 'utf-8' : requireCharset(charset, what);
  return { text: decodeBody(bytes, name, what, 0), charset: name, bom: false };
}

/**
 * The first `reach` bytes of anything as text, for a look and never to be kept: as what they say they are, else as Latin-1 without
 * zero bytes.
 */
export function peekText(bytes: Uint8Array, reach: number): string {
  let end = Math.min(bytes.length, reach) & ~1;
  if (bytes.length <= reach) end = bytes.length;
  else while (end > 0 && end > reach - 6 && bytes[end - 1]! >= 0x80) end--;
  const beginning = bytes.subarray(0, end);
  try {
    return decodeText(beginning);
  } catch {
    const narrow = beginning.filter((byte) => byte !== 0);
    return decodeBody(narrow, 'iso-8859-1', 'text', 0);
  }
}

/** The character set that a byte order mark names. */
export function charsetOfMark(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' | undefined {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  return undefined;
}

function decodeBody(bytes: Uint8Array, charset: Charset, what: string, skipped: number): string {
  if (charset === 'utf-8') return decodeUnicode(bytes, utf8, charset, what, skipped, badUtf8);
  if (charset === 'utf-16le' || charset === 'utf-16be') {
    const decoder = new TextDecoder(charset, { fatal: true, ignoreBOM: true });
    return decodeUnicode(bytes, decoder, charset, what, skipped, (odd) => badUtf16(odd, charset === 'utf-16le'));
  }
  const { chars } = singleByte(charset);
  const parts: string[] = [];
  let run = '';
  for (let i = 0; i < bytes.length; i++) {
    const char = chars[bytes[i]!]!;
    if (char === '') throw badEncoding(charset, what, skipped + i);
    run += char;
    if (run.length === 8192) {
      parts.push(run);
      run = '';
    }
  }
  return parts.join('') + run;
}

function decodeUnicode(
  bytes: Uint8Array,
  decoder: { decode(bytes: Uint8Array): string },
  charset: Charset,
  what: string,
  skipped: number,
  find: (bytes: Uint8Array) => number,
): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw badEncoding(charset, what, skipped + find(bytes));
  }
}

function badEncoding(charset: Charset, what: string, offset: number): FormatError {
  return new FormatError('encoding', `The ${what} is not ${charset}: byte ${offset} cannot be read as text.`, {
    offset,
  });
}

/** Offset of the first byte that no UTF-8 text has (Unicode, table 3-7). */
function badUtf8(bytes: Uint8Array): number {
  let i = 0;
  while (i < bytes.length) {
    const lead = bytes[i]!;
    const tail = lead < 0x80 ? 0 : lead < 0xc2 || lead > 0xf4 ? -1 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
    if (tail < 0) return i;
    const low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
    const high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
    for (let k = 1; k <= tail; k++) {
      const byte = bytes[i + k];
      if (byte === undefined || byte < (k === 1 ? low : 0x80) || byte > (k === 1 ? high : 0xbf)) return i;
    }
    i += tail + 1;
  }
  return i;
}

/** Offset of the first unpaired surrogate, or of the odd last byte. */
function badUtf16(bytes: Uint8Array, little: boolean): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let i = 0; i + 1 < bytes.length; i += 2) {
    const unit = view.getUint16(i, little);
    if (unit < 0xd800 || unit > 0xdfff) continue;
    const next = i + 3 < bytes.length ? view.getUint16(i + 2, little) : 0;
    if (unit > 0xdbff || next < 0xdc00 || next > 0xdfff) return i;
    i += 2;
  }
  return bytes.length - 1;
}

import { FormatError } from '../error.ts';
import { requireCharset, singleByte } from './charset.ts';

const utf8 = new TextEncoder();

export interface EncodeOptions {
  /** Label of the character set; UTF-8 when absent. */
  charset?: string;
  /** Write a byte order mark first (UTF-8 and UTF-16 only). */
  bom?: boolean;
  what?: string;
}

/** Text to bytes; throws `encoding` with the offset of a character that the character set cannot hold, never a substitute. */
export function encodeText(
  text: string,
  { charset = 'utf-8', bom = false, what = 'text' }: EncodeOptions = {},
): Uint8Array {
  const name = requireCharset(charset, what);
  if (name === 'utf-8' || name === 'utf-16le' || name === 'utf-16be') {
    if (!text.isWellFormed()) throw unwritable(name, what, text.search(/\p{Surrogate}/u));
    const marked = bom ? `\uFEFF${text}` : text;
    return name === 'utf-8' ? utf8.encode(marked) : encodeUtf16(marked, name === 'utf-16le');
  }
  const { bytes } = singleByte(name);
  const out = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const byte = bytes.get(text.charAt(i));
    if (byte === undefined) throw unwritable(name, what, i);
    out[i] = byte;
  }
  return out;
}

function encodeUtf16(text: string, little: boolean): Uint8Array {
  const out = new Uint8Array(text.length * 2);
  const view = new DataView(out.buffer);
  for (let i = 0; i < text.length; i++) view.setUint16(i * 2, text.charCodeAt(i), little);
  return out;
}

function unwritable(charset: string, what: string, offset: number): FormatError {
  return new FormatError('encoding', `The ${what} has a character at ${offset} that ${charset} cannot hold.`, {
    offset,
  });
}

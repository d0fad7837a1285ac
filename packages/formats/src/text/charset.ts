import { FormatError } from '../error.ts';

const PARTS = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16] as const;

/** Canonical names of the character sets that can be read and written without loss. */
export type Charset =
  | 'utf-8'
  | 'utf-16le'
  | 'utf-16be'
  | 'us-ascii'
  | 'iso-8859-1'
  | 'windows-1252'
  | `iso-8859-${(typeof PARTS)[number]}`;

const known = new Map<string, Charset>([
  ['utf8', 'utf-8'],
  ['unicodeutf8', 'utf-8'],
  ['utf16le', 'utf-16le'],
  ['utf16be', 'utf-16be'],
  ['usascii', 'us-ascii'],
  ['ascii', 'us-ascii'],
  ['ansix341986', 'us-ascii'],
  ['isoir6', 'us-ascii'],
  ['iso88591', 'iso-8859-1'],
  ['88591', 'iso-8859-1'],
  ['latin1', 'iso-8859-1'],
  ['isoir100', 'iso-8859-1'],
  ['windows1252', 'windows-1252'],
  ['cp1252', 'windows-1252'],
]);
for (const part of PARTS) {
  known.set(`8859${part}`, `iso-8859-${part}`);
  known.set(`iso8859${part}`, `iso-8859-${part}`);
}

/**
 * The canonical name behind a label from a configuration, a media type or MSH-18 (HL7 table 0211: `ASCII`, `8859/1`,
 * `UNICODE UTF-8`), or undefined when this room cannot keep that character set without loss.
 */
export function charsetOf(label: string): Charset | undefined {
  return known.get(label.toLowerCase().replace(/[^a-z0-9]/g, ''));
}

/** As `charsetOf`, throwing `charset_unsupported`. */
export function requireCharset(label: string, what: string): Charset {
  const charset = charsetOf(label);
  if (charset) return charset;
  throw new FormatError('charset_unsupported', `The ${what} is in a character set that cannot be read here.`, {
    offset: 0,
  });
}

/** 0x80 to 0x9F of windows-1252; the five undefined bytes are holes. */
const WINDOWS_1252 = '€\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0\0‘’“”•–—˜™š›œ\0žŸ';

export interface SingleByte {
  /** 256 entries; '' where the byte is undefined. */
  chars: readonly string[];
  bytes: ReadonlyMap<string, number>;
}

const tables = new Map<Charset, SingleByte>();

/** The table of a single-byte character set, made at first use. */
export function singleByte(charset: Charset): SingleByte {
  let table = tables.get(charset);
  if (!table) {
    const chars = Array.from({ length: 256 }, (_, byte) => charOf(charset, byte));
    table = { chars, bytes: new Map(chars.flatMap((char, byte) => (char === '' ? [] : [[char, byte] as const]))) };
    tables.set(charset, table);
  }
  return table;
}

function charOf(charset: Charset, byte: number): string {
  if (byte < 0x80) return String.fromCharCode(byte);
  if (charset === 'us-ascii') return '';
  if (charset === 'windows-1252' && byte < 0xa0) return WINDOWS_1252.charAt(byte - 0x80).replace('\0', '');
  // Decoders of the web read ISO 8859-1, -9 and -11 as their Windows cousins, so C1 and Latin-1 are ours.
  if (byte < 0xa0 || charset === 'iso-8859-1' || charset === 'windows-1252') return String.fromCharCode(byte);
  try {
    return new TextDecoder(charset, { fatal: true }).decode(Uint8Array.of(byte));
  } catch {
    return '';
  }
}

import { FormatError } from '../error.ts';
import { type Charset, requireCharset } from '../text/charset.ts';
import { charsetOfMark, decodeText } from '../text/decode.ts';

const ascii = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Chunks of bytes or text as one text to cut rows from. Bytes become one unit each and are decoded cell by cell afterwards:
 * offsets stay exact, and a byte that is no text spoils its row and not the file. UTF-16 is decoded at once.
 */
export class CsvSource {
  /** Units of the source per unit of text. */
  scale = 1;
  /** Units of the byte order mark that was left out. */
  skipped = 0;
  #charset: Charset | undefined;
  #wide: InstanceType<typeof TextDecoder> | undefined;
  #held: Uint8Array | undefined;
  #begun = false;
  /** Some byte so far was not ASCII. */
  #odd = false;

  constructor(charset: string | undefined) {
    this.#charset = charset === undefined ? undefined : requireCharset(charset, 'CSV');
  }

  /** The text of a chunk; `final` for the last one. */
  read(chunk: string | Uint8Array, final: boolean): string {
    if (typeof chunk === 'string') return this.#readText(chunk);
    if (this.#begun) return this.#readBytes(chunk, final);
    const bytes = this.#held ? joined(this.#held, chunk) : chunk;
    if (bytes.length < 3 && !final) {
      this.#held = bytes;
      return '';
    }
    this.#begun = true;
    const mark = charsetOfMark(bytes);
    if (mark) this.#charset = mark;
    if (this.#charset === 'utf-16le' || this.#charset === 'utf-16be') {
      this.#wide = new TextDecoder(this.#charset, { fatal: true, ignoreBOM: true });
      this.scale = 2;
    }
    this.skipped = mark === undefined ? 0 : mark === 'utf-8' ? 3 : 2;
    return this.#readBytes(bytes.subarray(this.skipped), final);
  }

  /** A cell as text; throws `encoding`. */
  decode(cell: string): string {
    if (!this.#odd || isAscii(cell)) return cell;
    const bytes = Uint8Array.from(cell, (unit) => unit.charCodeAt(0));
    return decodeText(bytes, { charset: this.#charset, what: 'cell' });
  }

  /** As `decode`; bytes that are no text come back as Latin-1. */
  readable(raw: string): string {
    try {
      return this.decode(raw);
    } catch {
      return raw;
    }
  }

  #readText(text: string): string {
    if (this.#begun || text === '') return text;
    this.#begun = true;
    if (text.charCodeAt(0) !== 0xfeff) return text;
    this.skipped = 1;
    return text.slice(1);
  }

  #readBytes(bytes: Uint8Array, final: boolean): string {
    if (!this.#wide) {
      const text = asciiOf(bytes);
      this.#odd ||= text === undefined;
      return text ?? oneUnitPerByte(bytes);
    }
    try {
      return this.#wide.decode(bytes, { stream: !final });
    } catch {
      throw new FormatError('encoding', `The CSV is not ${this.#charset}.`, { offset: 0 });
    }
  }
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return false;
  return true;
}

function asciiOf(bytes: Uint8Array): string | undefined {
  try {
    const text = ascii.decode(bytes);
    return text.length === bytes.length ? text : undefined;
  } catch {
    return undefined;
  }
}

function oneUnitPerByte(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 8192) parts.push(String.fromCharCode(...bytes.subarray(at, at + 8192)));
  return parts.join('');
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

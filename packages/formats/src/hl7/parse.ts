import { checkSize, FormatError } from '../error.ts';
import { charsetOfMark, decode } from '../text/decode.ts';
import { declaredCharset } from './charset.ts';
import { type Codec, codecFor, FIELD } from './escape.ts';
import { readField } from './field.ts';
import { isSegmentId, Lines } from './lines.ts';
import {
  type Hl7Encoding,
  type Hl7Exact,
  type Hl7Message,
  type Hl7Segment,
  keyOf,
  MAX_PARTS,
  tooMany,
} from './tree.ts';

export interface Hl7Options {
  /** Character set that overrules MSH-18, for senders that declare a wrong one. */
  charset?: string;
  /** Largest message in bytes (characters for text); 64 MiB when absent. */
  maxBytes?: number;
}

const MAX_BYTES = 64 * 1024 * 1024;
const ENVELOPE = new Set(['FHS', 'BHS', 'BTS', 'FTS']);
const BLANK = /[\r\n\t ]*/y;

/**
 * One HL7 v2 message (chapter 2, 2.5 to 2.7 of the standard) to a plain tree; `buildHl7` gives back every byte of whatever this
 * accepts. Throws `hl7_no_msh`, `hl7_bad_delimiters`, `hl7_bad_segment`, `hl7_several_messages`, `hl7_batch`, `hl7_part_limit`,
 * `encoding`, `charset_unsupported`, `size_limit`. Nothing is guessed: what is not a message is refused with its position.
 */
export function parseHl7(source: Uint8Array | string, options: Hl7Options = {}): Hl7Message {
  const unit = typeof source === 'string' ? 'characters' : 'bytes';
  checkSize(source.length, options.maxBytes ?? MAX_BYTES, 'HL7 message', unit);
  if (typeof source === 'string') return parseText(source, {});
  const marked = charsetOfMark(source);
  const label = options.charset ?? (marked ? undefined : declaredCharset(source));
  const { text, charset, bom } = decode(source, { charset: label, what: 'HL7 message' });
  const asDeclared = !bom && options.charset === undefined;
  return parseText(text, { ...(asDeclared ? {} : { charset }), ...(bom ? { bom } : {}) });
}

function parseText(text: string, origin: Pick<Hl7Encoding, 'charset' | 'bom'>): Hl7Message {
  BLANK.lastIndex = 0;
  const start = BLANK.exec(text)![0].length;
  if (!text.startsWith('MSH', start)) throw noMessage(text, start);
  const codec = codecAt(text, start);
  const lines = new Lines(text, start, codec.delimiters.field);
  const encoding: Hl7Encoding = { ...origin, terminator: lines.terminator };
  if (start > 0) encoding.lead = text.slice(0, start);
  const segments: Hl7Segment[] = [];
  for (let from = start; from < text.length; from = lines.next) {
    lines.read(from);
    const index = segments.length;
    const id = segmentId(text, from, lines.end, codec, index);
    const segment: Hl7Segment = { id };
    const exact: Hl7Exact = { id };
    readFields(segment, exact, text, from, lines.end, codec);
    if (lines.next - lines.end !== lines.terminator.length || !text.startsWith(lines.terminator, lines.end)) {
      exact.end = text.slice(lines.end, lines.next);
    }
    if (exact.end !== undefined || exact.counts || exact.spellings) {
      encoding.exact ??= {};
      encoding.exact[index] = exact;
    }
    segments.push(segment);
  }
  return { segments, encoding };
}

/** The codec of the header segment (MSH, BHS, FHS) that begins at `start`. */
export function codecAt(text: string, start: number): Codec {
  const field = text.charAt(start + 3);
  let end = start + 4;
  for (; end < text.length; end++) {
    const char = text.charAt(end);
    if (char === field || char === '\r' || char === '\n') break;
  }
  return codecFor(field === '\r' || field === '\n' ? '' : field, text.slice(start + 4, end), start + 3);
}

function noMessage(text: string, start: number): FormatError {
  const where = { offset: start, segment: 1 };
  if (ENVELOPE.has(text.slice(start, start + 3))) {
    return new FormatError('hl7_batch', 'This is a batch or file of messages (FHS, BHS): split it first.', where);
  }
  const sentence =
    start >= text.length ? 'There is no message: the source is empty.' : 'The source does not begin with MSH.';
  return new FormatError('hl7_no_msh', sentence, where);
}

function segmentId(text: string, from: number, end: number, codec: Codec, index: number): string {
  const id = text.slice(from, from + 3);
  const where = { offset: from, segment: index + 1, line: index + 1 };
  if (end - from < 3 || !isSegmentId(id) || (end > from + 3 && text.charAt(from + 3) !== codec.delimiters.field)) {
    const sentence = `Segment ${index + 1} does not begin with three capitals or digits and the field separator.`;
    throw new FormatError('hl7_bad_segment', sentence, where);
  }
  if (index > 0 && id === 'MSH') {
    throw new FormatError(
      'hl7_several_messages',
      `Segment ${index + 1} begins another message: split the source first.`,
      where,
    );
  }
  if (ENVELOPE.has(id)) {
    throw new FormatError(
      'hl7_batch',
      `Segment ${index + 1} belongs to a batch or file: split the source first.`,
      where,
    );
  }
  return id;
}

function readFields(
  segment: Hl7Segment,
  exact: Hl7Exact,
  text: string,
  start: number,
  end: number,
  codec: Codec,
): void {
  let number = 1;
  let from = start + 4;
  if (segment.id === 'MSH') {
    segment.f1 = [{ c1: codec.delimiters.field }];
    from = text.indexOf(codec.delimiters.field, start + 4);
    if (from < 0 || from > end) from = end;
    segment.f2 = [{ c1: text.slice(start + 4, from) }];
    number = 3;
    from++;
  }
  const { kinds } = codec;
  let needs = 0;
  let used = number - 1;
  for (let i = from; i <= end; i++) {
    const unit = i === end ? 0 : text.charCodeAt(i);
    const kind = i === end ? FIELD : unit < 128 ? kinds[unit]! : 0;
    if (kind === 0) continue;
    if (kind !== FIELD) {
      needs |= kind;
      continue;
    }
    if (number > MAX_PARTS) throw tooMany(segment.id, from);
    if (i > from) {
      const field =
        needs === 0 ? [{ c1: text.slice(from, i) }] : readField({ text, codec, exact, field: number, needs }, from, i);
      if (field) {
        segment[keyOf('f', number)] = field;
        used = number;
      }
    }
    needs = 0;
    from = i + 1;
    number++;
  }
  if (used < number - 1) exact.counts = { ...exact.counts, '': number - 1 };
}

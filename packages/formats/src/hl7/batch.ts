import { FormatError } from '../error.ts';
import { charsetOfMark, decode } from '../text/decode.ts';
import { encodeText } from '../text/encode.ts';
import type { Hl7Batch, Hl7Piece } from './tree.ts';

/** What the cutter needs of a source, so that bytes are cut without being decoded. */
interface Units<Source> {
  length: number;
  at(index: number): number;
  cut(start: number, end: number): Source;
}

interface Opening {
  into: 'messages' | 'envelope' | 'strays';
  id: string;
  start: number;
  line: number;
}

const ENVELOPE = new Set(['FHS', 'BHS', 'BTS', 'FTS']);

/**
 * Cuts a file of messages (2.10.3: FHS, BHS, MSH …, BTS, FTS; headers and trailers optional, any line ends) into its messages
 * without parsing them, so that one bad message is one bad message. Never throws on content: lines outside a message, trailers
 * whose count is wrong and a source without any message are `problems`. UTF-16 pieces come with their own byte order mark.
 */
export function splitHl7Batch(source: string): Hl7Batch<string>;
export function splitHl7Batch(source: Uint8Array): Hl7Batch<Uint8Array>;
export function splitHl7Batch(source: string | Uint8Array): Hl7Batch<string> | Hl7Batch<Uint8Array> {
  if (typeof source === 'string') return split(unitsOfText(source));
  const mark = charsetOfMark(source);
  if (mark !== 'utf-16le' && mark !== 'utf-16be') return split(unitsOfBytes(source));
  const batch = split(unitsOfText(decode(source, { what: 'HL7 batch' }).text));
  const inBytes = <P extends Hl7Piece<string>>(piece: P) => ({
    ...piece,
    source: encodeText(piece.source, { charset: mark, bom: true }),
    offset: 2 + piece.offset * 2,
  });
  return {
    messages: batch.messages.map(inBytes),
    envelope: batch.envelope.map(inBytes),
    strays: batch.strays.map(inBytes),
    problems: batch.problems,
  };
}

function unitsOfText(text: string): Units<string> {
  return { length: text.length, at: (index) => text.charCodeAt(index), cut: (start, end) => text.slice(start, end) };
}

function unitsOfBytes(bytes: Uint8Array): Units<Uint8Array> {
  return { length: bytes.length, at: (index) => bytes[index] ?? 0, cut: (start, end) => bytes.subarray(start, end) };
}

function split<Source>(units: Units<Source>): Hl7Batch<Source> {
  const openings = findOpenings(units);
  const batch: Hl7Batch<Source> = { messages: [], envelope: [], strays: [], problems: [] };
  // Messages since the last BHS and batches since the last FHS, for BTS-1 and FTS-1.
  let messages = 0;
  let batches = 0;
  openings.forEach(({ into, id, start, line }, i) => {
    const from = i === 0 ? 0 : start;
    const end = openings[i + 1]?.start ?? units.length;
    batch[into].push({ source: units.cut(from, end), offset: from, line, id });
    if (id === 'MSH') messages++;
    if (id === 'BHS') messages = 0;
    if (id === 'FHS') batches = 0;
    if (id === 'BTS') checkCount(units, start, end, messages, 'BTS-1', line, batch.problems);
    if (id === 'BTS') batches++;
    if (id === 'FTS') checkCount(units, start, end, batches, 'FTS-1', line, batch.problems);
    if (into === 'strays') {
      const sentence = `Line ${line} belongs to no message: none has begun since the last batch or file line.`;
      batch.problems.push(new FormatError('hl7_stray_segment', sentence, { offset: start, line }));
    }
  });
  if (batch.messages.length === 0) {
    const sentence = 'There is no message in the source: no line begins with MSH.';
    batch.problems.push(new FormatError('hl7_no_msh', sentence, { offset: 0 }));
  }
  return batch;
}

/** Where pieces begin: at MSH, at each envelope line, and at the first line that follows an envelope line without being one. */
function findOpenings<Source>(units: Units<Source>): Opening[] {
  const openings: Opening[] = [];
  let line = 1;
  for (let at = firstUnit(units); at < units.length; line++) {
    const id = headAt(units, at);
    const into = id === 'MSH' ? 'messages' : ENVELOPE.has(id) ? 'envelope' : 'strays';
    const open = openings.at(-1)?.into ?? 'envelope';
    if (into !== 'strays' || (open === 'envelope' && units.at(at) > 32)) openings.push({ into, id, start: at, line });
    at = nextLine(units, at);
  }
  return openings;
}

function firstUnit<Source>(units: Units<Source>): number {
  if (units.at(0) === 0xfeff) return 1;
  return units.at(0) === 0xef && units.at(1) === 0xbb && units.at(2) === 0xbf ? 3 : 0;
}

function headAt<Source>(units: Units<Source>, at: number): string {
  const after = String.fromCharCode(units.at(at + 3) || 10);
  if (/[A-Za-z0-9]/.test(after)) return '';
  return String.fromCharCode(units.at(at), units.at(at + 1), units.at(at + 2));
}

function nextLine<Source>(units: Units<Source>, from: number): number {
  let at = from;
  while (at < units.length && units.at(at) !== 13 && units.at(at) !== 10) at++;
  return units.at(at) === 13 && units.at(at + 1) === 10 ? at + 2 : at + 1;
}

/** A trailer's count may be left out (2.14.3, 2.14.11); a wrong one says that something is missing. */
function checkCount<Source>(
  units: Units<Source>,
  start: number,
  end: number,
  counted: number,
  field: string,
  line: number,
  problems: FormatError[],
): void {
  let digits = '';
  for (let at = start + 4; at < end; at++) {
    const unit = units.at(at);
    if (unit < 48 || unit > 57) break;
    digits += String.fromCharCode(unit);
  }
  if (digits === '' || Number(digits) === counted) return;
  const sentence = `${field} on line ${line} announces another count than the ${counted} that came.`;
  problems.push(new FormatError('hl7_batch_count', sentence, { offset: start, line, field }));
}

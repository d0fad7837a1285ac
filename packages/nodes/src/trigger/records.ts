import type { StepError } from '@throughline/engine';
import type { PlanStep } from '@throughline/flow';
import { CsvReader, FormatError } from '@throughline/formats';
import { failure } from '../failure.ts';
import { formOf } from '../format.ts';
import { charsetOf } from './receive.ts';

/** Where a piece of a file stands in it: the first record of its `rows`, by number (0-based) and by line. */
export interface RecordPlace {
  piece: number;
  pieces: number;
  line: number;
  /** Records in a part that is still to be cut; 1: one that could not be read. */
  rows: number;
}

/** A record as JSON text for the first step, or bytes that come in by the trigger again: a part of a long file, a bad row. */
export type RecordPiece = RecordPlace & ({ record: string } | { bytes: Buffer });

/** A file is cut into parts of so many records first, so that no piece of work holds more than one part. */
const PART = 1000;
const CHUNK = 65_536;

/** Whether the trigger makes a message of every record. */
export function takesRecords({ place, config }: PlanStep): boolean {
  return place === 'trigger' && config['format'] === 'csv' && config['records'] === 'each';
}

/**
 * The pieces of a file, or of a part of it (`place`): every record that can be read, every row that cannot, or the parts of a long
 * file. Throws StepFailure for what spoils every row.
 */
export function cutRecords(step: PlanStep, raw: Buffer, contentType: string, place?: RecordPlace): RecordPiece[] {
  const rows: Row[] = [];
  for (const { line, offset, record } of read(step, raw, contentType)) {
    // Of a long file only the places are kept.
    rows.push({ line, offset, record: place === undefined && rows.length > PART ? null : record });
  }
  if (rows.length === 0) return [];
  const head = raw.subarray(0, rows[0]!.offset);
  const bytesOf = (from: number, to: number) =>
    Buffer.concat([head, raw.subarray(rows[from]!.offset, rows[to]?.offset ?? raw.length)]);
  const shift = place === undefined ? 0 : place.line - rows[0]!.line;
  const first = place?.piece ?? 0;
  const pieces = place?.pieces ?? rows.length;
  if (place === undefined && rows.length > PART) {
    return Array.from({ length: Math.ceil(rows.length / PART) }, (_, part) => {
      const from = part * PART;
      const to = Math.min(from + PART, rows.length);
      return { piece: from, pieces, line: rows[from]!.line, rows: to - from, bytes: bytesOf(from, to) };
    });
  }
  return rows.map(({ line, record }, i) => {
    const at = { piece: first + i, pieces, line: line + shift, rows: 1 };
    return record === null ? { ...at, bytes: bytesOf(i, i + 1) } : { ...at, record };
  });
}

/** The message of a row that comes by itself. Throws StepFailure with its line in the file when it cannot be read. */
export function readRecord(step: PlanStep, raw: Buffer, contentType: string, { line }: RecordPlace): string {
  for (const { record, error } of read(step, raw, contentType)) {
    if (record !== null) return record;
    const sentence = error!.sentence.replace(/ on line \d+/, ` on line ${line}`);
    throw failure('data', error!.code, sentence, { path: `line ${line}` });
  }
  throw failure('data', 'csv_no_row', `There is no row where line ${line} of the file was.`, { path: `line ${line}` });
}

/** Every record of a file at once, for a rehearsal; undefined where the trigger takes it as one message. */
export function recordsIn(
  step: PlanStep,
  raw: Buffer,
  contentType: string,
): { messages: string[]; bad: StepError[] } | undefined {
  if (!takesRecords(step)) return undefined;
  const messages: string[] = [];
  const bad: StepError[] = [];
  for (const { line, record, error } of read(step, raw, contentType)) {
    if (record !== null) messages.push(record);
    else bad.push({ code: error!.code, class: 'data', sentence: error!.sentence, path: `line ${line}` });
  }
  return { messages, bad };
}

interface Row {
  line: number;
  offset: number;
  /** JSON text; null where `error` says why it cannot be read. */
  record: string | null;
  error?: FormatError;
}

/** Reads chunk by chunk, so that no more than one chunk is held as rows. */
function* read(step: PlanStep, raw: Buffer, contentType: string): Generator<Row> {
  try {
    const reader = new CsvReader({ ...formOf(step.config).csv, charset: charsetOf(contentType) });
    for (let at = 0; at <= raw.length; at += CHUNK) {
      const isLast = at + CHUNK > raw.length;
      const parts = [reader.push(raw.subarray(at, at + CHUNK)), ...(isLast ? [reader.end()] : [])];
      for (const { rows, problems } of parts) {
        const good = rows.map(({ line, offset, record, cells }) => {
          return { line, offset, record: JSON.stringify(record ?? cells) };
        });
        const bad = problems.map(({ line, offset, error }) => ({ line, offset, record: null, error }));
        yield* bad.length === 0 ? good : [...good, ...bad].sort((a, b) => a.offset - b.offset);
      }
    }
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw failure('data', error.code, error.sentence, { path: error.position.field });
  }
}

import {
  buildCsv,
  buildHl7,
  decodeText,
  FormatError,
  formats,
  type Hl7Message,
  stringifyJson,
} from '@throughline/formats';
import { failure } from './failure.ts';
import { choice, invalid } from './settings.ts';

const NAMES = ['json', 'hl7v2', 'csv', 'text'] as const;

/** A format with its options, as nodes set it. */
export interface Form {
  name: (typeof NAMES)[number];
  csv: { delimiter: string; header: boolean };
}

/** The settings `format` and `csv`. */
export function formOf(settings: Record<string, unknown>): Form {
  const { delimiter = ',', header = true } = (settings['csv'] ?? {}) as Partial<Form['csv']>;
  return { name: choice(settings, 'format', NAMES), csv: { delimiter, header } };
}

/** The tree in a source; of text the text itself. Throws class `data` with the format's own code and position. */
export function readForm({ name, csv }: Form, source: Uint8Array, charset?: string): unknown {
  return reading(() => {
    if (name === 'text') return decodeText(source, { charset, what: 'text' });
    return formats.get(name)!.parse(source, name === 'csv' ? { ...csv, charset } : {});
  });
}

/** The text of a tree. Throws class `data` for what the format cannot hold. */
export function writeForm({ name, csv }: Form, tree: unknown): string {
  if (name === 'json') return reading(() => stringifyJson(tree));
  if (name === 'csv') return reading(() => buildCsv(rowsOf(tree, csv.header), { delimiter: csv.delimiter }));
  if (name === 'hl7v2') return reading(() => buildHl7(treeOf(tree)));
  if (typeof tree === 'string') return tree;
  throw invalid('format', 'is text, but what should be written is none');
}

/** Runs work on a format; a fault in the message becomes class `data` with the format's own code and place. */
export function reading<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof FormatError) throw failure('data', error.code, error.sentence, { path: error.position.field });
    throw error;
  }
}

/** An HL7 tree as the builder expects it: what it says about fields needs segments to begin with. */
export function treeOf(value: unknown): Hl7Message {
  const segments = (value as { segments?: unknown } | null)?.segments;
  if (Array.isArray(segments) && segments.length > 0 && segments.every((each) => typeof each?.id === 'string')) {
    return value as Hl7Message;
  }
  throw failure('data', 'hl7_no_msh', 'The message is neither HL7 text nor a tree of segments.', { path: 'segments' });
}

/** Records lose their names where the file has no header line. */
function rowsOf(tree: unknown, header: boolean): (unknown[] | Record<string, unknown>)[] {
  if (!Array.isArray(tree) || tree.some((row) => typeof row !== 'object' || row === null)) {
    throw failure('data', 'csv_bad_tree', 'CSV is built from a list of records or of lists of cells.');
  }
  if (header) return tree;
  const names = [...new Set(tree.flatMap((row) => (Array.isArray(row) ? [] : Object.keys(row))))];
  return tree.map((row) =>
    Array.isArray(row) ? row : names.map((name) => (Object.hasOwn(row, name) ? row[name] : null)),
  );
}

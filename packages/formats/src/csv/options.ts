import { FormatError } from '../error.ts';

export interface CsvOptions {
  /** One character, or `auto` (when absent): what cuts the first lines most evenly. */
  delimiter?: string;
  /** One character; `"` when absent. */
  quote?: string;
  /** true (when absent): the first row names the columns. false: rows are cells only. Names: the file has no header row. */
  header?: boolean | readonly string[];
  /** Lines that begin with this text are left out: `#`. None when absent. */
  comment?: string;
  /** What becomes of rows with more or fewer cells than the header or the first row: a problem (when absent) or kept. */
  ragged?: 'refuse' | 'keep';
  /** Of bytes; UTF-8 when absent, a byte order mark overrules it. */
  charset?: string;
  /** 10,000 when absent. */
  maxColumns?: number;
  /** Longest row in characters, 1,000,000 when absent: as far as the end of a quoted cell is looked for. */
  maxRow?: number;
}

export interface CsvRow {
  /** 1-based line where the row begins. */
  line: number;
  /** Where the row begins: bytes when bytes were read, UTF-16 units when text was. */
  offset: number;
  cells: string[];
  /** Cells by column name, when there is a header. */
  record?: Record<string, string>;
}

/** A row that is not handed on; the rows around it are. */
export interface CsvProblem {
  line: number;
  offset: number;
  /** The row as it stands in the source, for quarantine; never part of the error's sentence. */
  raw: string;
  error: FormatError;
}

export interface CsvPart {
  rows: CsvRow[];
  problems: CsvProblem[];
}

/** Names of columns, empty ones by number (`column7`); throws `csv_duplicate_header`, naming the columns by number only. */
export function columnNames(cells: readonly string[], line: number): string[] {
  const names = cells.map((cell, i) => (cell === '' ? `column${i + 1}` : cell));
  const twice = names.findIndex((name, i) => names.indexOf(name) !== i);
  if (twice < 0) return names;
  const sentence = `Columns ${names.indexOf(names[twice]!) + 1} and ${twice + 1} have the same name.`;
  throw new FormatError('csv_duplicate_header', sentence, { offset: 0, line, column: twice + 1 });
}

export function recordOf(names: readonly string[], cells: readonly string[]): Record<string, string> {
  const record: Record<string, string> = {};
  const shared = Math.min(names.length, cells.length);
  for (let i = 0; i < shared; i++) {
    const name = names[i]!;
    if (name === '__proto__')
      Object.defineProperty(record, name, { value: cells[i], enumerable: true, writable: true, configurable: true });
    else record[name] = cells[i]!;
  }
  return record;
}

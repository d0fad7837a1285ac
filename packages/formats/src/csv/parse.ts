import type { CsvOptions, CsvProblem, CsvRow } from './options.ts';
import { CsvReader } from './reader.ts';

export interface CsvTable {
  delimiter: string;
  /** Column names, unless `header` is false. */
  header?: readonly string[];
  rows: CsvRow[];
  problems: CsvProblem[];
}

/** A whole CSV at once; see CsvReader for what becomes a problem and what is thrown. */
export function parseCsv(source: string | Uint8Array, options: CsvOptions = {}): CsvTable {
  const reader = new CsvReader(options);
  const first = reader.push(source);
  const last = reader.end();
  return {
    delimiter: reader.delimiter!,
    ...(reader.header ? { header: reader.header } : {}),
    rows: first.rows.concat(last.rows),
    problems: first.problems.concat(last.problems),
  };
}

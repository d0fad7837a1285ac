import { FormatError } from '../error.ts';
import { ExactNumber } from '../json/exact.ts';

export interface CsvBuildOptions {
  delimiter?: string;
  quote?: string;
  terminator?: '\r\n' | '\n';
  /** Column names: the first row, and which keys of records are written. Of records, all keys in order of appearance when absent. */
  header?: readonly string[];
  /**
   * Put `'` before text that a spreadsheet would run (it begins with = + - @, a tab, a carriage return or NUL). Numbers stay as they
   * are. For files that people open; another system would read the apostrophe.
   */
  formulaEscape?: boolean;
}

type Cell = unknown;

/**
 * Rows to CSV (RFC 4180): cells in quotes where they hold a delimiter, a quote, a line break or outer blanks. Cells are text,
 * numbers (exact ones too), booleans, or null and undefined for nothing. Throws `csv_unwritable` for any other cell.
 */
export function buildCsv(
  rows: readonly (readonly Cell[] | Record<string, Cell>)[],
  options: CsvBuildOptions = {},
): string {
  const { delimiter = ',', quote = '"', terminator = '\r\n', formulaEscape = false } = options;
  const special = new RegExp(`[\\r\\n\\${delimiter}\\${quote}]|^[ \\t]|[ \\t]$`);
  const header = options.header ?? keysOf(rows);
  const write = (cells: readonly Cell[], line: number) => {
    const texts = cells.map((cell, i) => {
      const text = textOf(cell, line, i + 1);
      const safe = formulaEscape && isFormula(text) ? `'${text}` : text;
      return special.test(safe) ? quote + safe.replaceAll(quote, quote + quote) + quote : safe;
    });
    // A row of one empty cell would read as a blank line.
    return (texts.length === 1 && texts[0] === '' ? quote + quote : texts.join(delimiter)) + terminator;
  };
  let text = header ? write(header, 1) : '';
  rows.forEach((row, i) => {
    const cells = Array.isArray(row)
      ? row
      : (header ?? []).map((name) => (Object.hasOwn(row, name) ? (row as Record<string, Cell>)[name] : undefined));
    text += write(cells, i + (header ? 2 : 1));
  });
  return text;
}

function keysOf(rows: readonly unknown[]): string[] | undefined {
  const keys = new Set<string>();
  let records = false;
  for (const row of rows) {
    if (Array.isArray(row)) continue;
    records = true;
    for (const key of Object.keys(row as object)) keys.add(key);
  }
  return records ? [...keys] : undefined;
}

function textOf(cell: Cell, line: number, column: number): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'string') return cell;
  if (typeof cell === 'boolean' || cell instanceof ExactNumber || Number.isFinite(cell)) return String(cell);
  const sentence = `Cell ${column} of row ${line} is neither text, number nor boolean.`;
  throw new FormatError('csv_unwritable', sentence, { offset: 0, line, column });
}

function isFormula(text: string): boolean {
  return /^[=+\-@\t\r\0]/.test(text) && !/^[+-]?\d+(?:[.,]\d+)*$/.test(text);
}

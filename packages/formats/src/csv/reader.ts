import { FormatError } from '../error.ts';
import { RowCutter } from './cut.ts';
import { type CsvOptions, type CsvPart, type CsvProblem, columnNames, recordOf } from './options.ts';
import { sniffDelimiter } from './sniff.ts';
import { CsvSource } from './source.ts';

/** How much is gathered before the delimiter is decided. */
const SNIFF = 65_536;

/**
 * Reads CSV as it arrives, holding one chunk and one row (RFC 4180 and its cousins: every delimiter, every line end, quotes inside
 * unquoted cells, a byte order mark, blank lines). A row that cannot be read is a problem with its line, and the next physical
 * line is read: `csv_ragged_row`, `csv_bad_quote`, `csv_unterminated_quote`, `csv_repeated_header`, `csv_column_limit`,
 * `csv_row_limit`, `encoding`. Throws only for what spoils every row: `csv_duplicate_header`, `csv_wrong_delimiter`,
 * `csv_column_limit` in the header, `charset_unsupported`.
 */
export class CsvReader {
  /** Column names, once known. */
  header: readonly string[] | undefined;
  /** Once decided. */
  delimiter: string | undefined;
  readonly #options: CsvOptions;
  readonly #source: CsvSource;
  readonly #quote: string;
  readonly #maxRow: number;
  #text = '';
  #line = 1;
  #offset = 0;
  #width = 0;
  #sniffed = false;
  /** Inside a row above the limit: everything up to its line end is left out. */
  #skipping = false;

  constructor(options: CsvOptions = {}) {
    const { delimiter, quote = '"' } = options;
    if (delimiter !== undefined && delimiter !== 'auto' && !isOneCharacter(delimiter)) throw badOption('delimiter');
    if (!isOneCharacter(quote) || quote === delimiter) throw badOption('quote');
    this.#options = options;
    this.#quote = quote;
    this.#maxRow = options.maxRow ?? 1_000_000;
    this.#source = new CsvSource(options.charset);
    if (Array.isArray(options.header)) this.header = columnNames(options.header as readonly string[], 0);
  }

  /** The rows that a chunk completes. Chunks are all text or all bytes. */
  push(chunk: string | Uint8Array): CsvPart {
    return this.#take(this.#source.read(chunk, false), false);
  }

  /** The rows that the end of the source completes. */
  end(): CsvPart {
    return this.#take(this.#source.read(new Uint8Array(), true), true);
  }

  #take(chunk: string, final: boolean): CsvPart {
    const part: CsvPart = { rows: [], problems: [] };
    this.#text += chunk;
    if (!this.#sniffed) {
      if (!final && this.#text.length < SNIFF) return part;
      this.#decideDelimiter();
    }
    const text = this.#text;
    const cutter = new RowCutter(text, this.delimiter!, this.#quote, final);
    let at = 0;
    while (at < text.length) {
      const next = this.#skipping ? this.#skip(cutter, at) : this.#takeRow(cutter, at, final, part);
      if (next < 0) break;
      this.#offset += next - at;
      at = next;
    }
    this.#text = text.slice(at);
    return part;
  }

  /** Index of the next row, or -1 when this one is not complete. */
  #takeRow(cutter: RowCutter, at: number, final: boolean, part: CsvPart): number {
    if (this.#isComment(at)) return this.#skip(cutter, at);
    const cut = cutter.cut(at);
    if (cut.kind === 'row') {
      if (cut.next - at > this.#maxRow + 2) this.#refuseLong(at, part);
      else if (!this.#isBlank(at)) this.#keep(cut.cells, at, cut.next, part);
      this.#line += cut.lines;
      return cut.next;
    }
    if (cut.kind === 'open' && !final && this.#text.length - at <= this.#maxRow) return -1;
    const end = cutter.lineEnd(at);
    const next = cutter.behindBreak(end);
    if (next < 0) {
      this.#refuseLong(at, part);
      this.#skipping = true;
      return this.#text.length;
    }
    const bad = cut.kind === 'bad-quote';
    const code = bad ? 'csv_bad_quote' : 'csv_unterminated_quote';
    const what = bad ? 'has text behind a closing quote' : 'opens a quote that is never closed';
    part.problems.push(this.#problem(code, `The row on line ${this.#line} ${what}.`, at, end));
    this.#line++;
    return next;
  }

  /** A blank line is no row; a row of one empty cell is written with quotes. */
  #isBlank(at: number): boolean {
    const unit = this.#text.charCodeAt(at);
    return unit === 10 || unit === 13;
  }

  #isComment(at: number): boolean {
    const { comment } = this.#options;
    return comment !== undefined && comment !== '' && this.#text.startsWith(comment, at);
  }

  #skip(cutter: RowCutter, at: number): number {
    const end = cutter.lineEnd(at);
    const next = cutter.behindBreak(end);
    if (next < 0) return end < this.#text.length ? -1 : end;
    this.#skipping = false;
    this.#line++;
    return next;
  }

  #refuseLong(at: number, part: CsvPart): void {
    const sentence = `The row on line ${this.#line} is longer than ${this.#maxRow} characters.`;
    part.problems.push(this.#problem('csv_row_limit', sentence, at, at + this.#maxRow));
  }

  #keep(raw: string[], at: number, next: number, part: CsvPart): void {
    const refuse = (code: string, what: string) =>
      part.problems.push(this.#problem(code, `The row on line ${this.#line} ${what}.`, at, next));
    const maxColumns = this.#options.maxColumns ?? 10_000;
    if (raw.length > maxColumns) {
      if (this.#expectsHeader())
        throw this.#fatal('csv_column_limit', `The header has more than ${maxColumns} columns.`);
      refuse('csv_column_limit', `has more than ${maxColumns} cells`);
      return;
    }
    let cells: string[];
    try {
      cells = raw.map((cell) => this.#source.decode(cell));
    } catch {
      refuse('encoding', 'holds bytes that are no text in the character set of the file');
      return;
    }
    if (this.#expectsHeader()) this.#takeHeader(cells);
    else if (this.header && isSame(this.header, cells)) refuse('csv_repeated_header', 'is the header once more');
    else if (this.#options.ragged !== 'keep' && cells.length !== this.#widthFor(cells)) {
      refuse('csv_ragged_row', `has ${cells.length} cells; ${this.#width} are expected`);
    } else {
      const record = this.header && { record: recordOf(this.header, cells) };
      part.rows.push({ line: this.#line, offset: this.#place(), cells, ...record });
    }
  }

  /** The number of cells every row has: the header's, or the first row's. */
  #widthFor(cells: readonly string[]): number {
    if (this.#width === 0) this.#width = this.header?.length ?? cells.length;
    return this.#width;
  }

  #expectsHeader(): boolean {
    return this.header === undefined && this.#options.header !== false;
  }

  #takeHeader(cells: string[]): void {
    const { delimiter } = this.#options;
    if (cells.length === 1 && delimiter !== undefined && delimiter !== 'auto') {
      const likely = sniffDelimiter(this.#text, this.#quote, this.#options.comment);
      if (likely !== undefined && likely !== delimiter) {
        const sentence = `With this delimiter the header is one column; the file seems to use ${nameOf(likely)}.`;
        throw this.#fatal('csv_wrong_delimiter', sentence);
      }
    }
    this.header = columnNames(cells, this.#line);
  }

  #decideDelimiter(): void {
    const { delimiter } = this.#options;
    this.#sniffed = true;
    this.delimiter =
      delimiter === undefined || delimiter === 'auto'
        ? (sniffDelimiter(this.#text, this.#quote, this.#options.comment) ?? ',')
        : delimiter;
  }

  #place(): number {
    return this.#offset * this.#source.scale + this.#source.skipped;
  }

  #problem(code: string, sentence: string, at: number, end: number): CsvProblem {
    const offset = this.#place();
    const raw = this.#source.readable(this.#text.slice(at, end).replace(/[\r\n]+$/, ''));
    return { line: this.#line, offset, raw, error: new FormatError(code, sentence, { offset, line: this.#line }) };
  }

  #fatal(code: string, sentence: string): FormatError {
    return new FormatError(code, sentence, { offset: this.#place(), line: this.#line });
  }
}

function isOneCharacter(text: string): boolean {
  return text.length === 1 && text !== '\r' && text !== '\n';
}

function badOption(name: string): FormatError {
  return new FormatError(
    'csv_bad_option',
    `The ${name} must be one character, no line break, and differ from the others.`,
    { offset: 0 },
  );
}

function isSame(names: readonly string[], cells: readonly string[]): boolean {
  return (
    names.length === cells.length &&
    names.every((name, i) => name === cells[i] || (cells[i] === '' && name === `column${i + 1}`))
  );
}

function nameOf(delimiter: string): string {
  return delimiter === '\t' ? 'a tab' : `"${delimiter}"`;
}

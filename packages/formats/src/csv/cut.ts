/** One row cut out of a text; `next` is where the following one begins. */
export type Cut =
  | { kind: 'row'; cells: string[]; next: number; lines: number }
  /** The text ends inside the row. */
  | { kind: 'open'; quoted: boolean }
  /** A closing quote is followed by something else than a delimiter or the end of the row. */
  | { kind: 'bad-quote' };

/**
 * Cuts rows out of one text (RFC 4180; rows may also end in LF or CR alone, and a quote inside an unquoted cell is a character
 * like any other: 1/2" tubing). Positions of the next quote and line ends are remembered, so that each is looked for once.
 */
export class RowCutter {
  readonly #text: string;
  readonly #delimiter: string;
  readonly #quote: string;
  readonly #final: boolean;
  #nextCr = -1;
  #nextLf = -1;
  #nextQuote = -1;

  constructor(text: string, delimiter: string, quote: string, final: boolean) {
    this.#text = text;
    this.#delimiter = delimiter;
    this.#quote = quote;
    this.#final = final;
  }

  /** Index of the line break at or behind `from`, or the length of the text. */
  lineEnd(from: number): number {
    if (this.#nextCr < from) this.#nextCr = this.#find('\r', from);
    if (this.#nextLf < from) this.#nextLf = this.#find('\n', from);
    return Math.min(this.#nextCr, this.#nextLf);
  }

  /** Index behind the line break at `end`, or -1 when it may go on in the next chunk. */
  behindBreak(end: number): number {
    if (end >= this.#text.length) return this.#final ? end : -1;
    if (this.#text.charCodeAt(end) === 10) return end + 1;
    if (end + 1 < this.#text.length) return this.#text.charCodeAt(end + 1) === 10 ? end + 2 : end + 1;
    return this.#final ? end + 1 : -1;
  }

  cut(from: number): Cut {
    const end = this.lineEnd(from);
    if (this.#nextQuote < from) this.#nextQuote = this.#find(this.#quote, from);
    if (this.#nextQuote < end) return this.#cutQuoted(from);
    const next = this.behindBreak(end);
    if (next < 0) return { kind: 'open', quoted: false };
    return { kind: 'row', cells: this.#text.slice(from, end).split(this.#delimiter), next, lines: 1 };
  }

  #cutQuoted(from: number): Cut {
    const text = this.#text;
    const cells: string[] = [];
    let lines = 1;
    for (let at = from; ; at++) {
      let end: number;
      if (text.startsWith(this.#quote, at)) {
        const cell = this.#quotedCell(at);
        if (!cell) return { kind: 'open', quoted: true };
        cells.push(cell.value);
        lines += breaksIn(cell.value);
        end = cell.end;
        if (end >= text.length && !this.#final) return { kind: 'open', quoted: true };
      } else {
        const delimiter = text.indexOf(this.#delimiter, at);
        end = this.lineEnd(at);
        if (delimiter >= 0 && delimiter < end) end = delimiter;
        cells.push(text.slice(at, end));
      }
      if (text.startsWith(this.#delimiter, end)) {
        at = end;
        continue;
      }
      if (end < text.length && text.charCodeAt(end) !== 10 && text.charCodeAt(end) !== 13) return { kind: 'bad-quote' };
      const next = this.behindBreak(end);
      return next < 0 ? { kind: 'open', quoted: false } : { kind: 'row', cells, next, lines };
    }
  }

  /** The cell whose opening quote is at `from`, or undefined when its closing one is not there. */
  #quotedCell(from: number): { value: string; end: number } | undefined {
    let value = '';
    for (let at = from + 1; ; ) {
      const quote = this.#text.indexOf(this.#quote, at);
      if (quote < 0) return undefined;
      value += this.#text.slice(at, quote);
      if (!this.#text.startsWith(this.#quote, quote + 1)) return { value, end: quote + 1 };
      value += this.#quote;
      at = quote + 2;
    }
  }

  #find(char: string, from: number): number {
    const at = this.#text.indexOf(char, from);
    return at < 0 ? this.#text.length : at;
  }
}

function breaksIn(text: string): number {
  let breaks = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 10 || (unit === 13 && text.charCodeAt(i + 1) !== 10)) breaks++;
  }
  return breaks;
}

const BREAK = /(?:\r\n|\r|\n)(?:[ \t]*(?:\r\n|\r|\n))*(?:[ \t]+$)?/y;
const BLANK = /[\r\n\t ]*/y;

/**
 * Finds where segments end. CR, LF and CRLF are all accepted (the standard's is CR). In a message whose first segment ends in a
 * bare CR, an LF is text of a field unless a segment or nothing follows it: reports come with LF inside OBX-5.
 */
export class Lines {
  readonly terminator: '\r' | '\n' | '\r\n';
  end = 0;
  next = 0;
  readonly #text: string;
  readonly #field: string;
  #cr = -2;
  #lf = -2;

  constructor(text: string, start: number, field: string) {
    this.#text = text;
    this.#field = field;
    this.terminator = '\r';
    this.#seek(start);
    if (this.#lf < this.#cr) this.terminator = '\n';
    else if (this.#lf === this.#cr + 1) this.terminator = '\r\n';
  }

  read(from: number): void {
    let end = this.#seek(from);
    while (this.terminator === '\r' && end === this.#lf && end < this.#text.length && !this.#isSegmentBreak(end)) {
      end = this.#seek(end + 1);
    }
    this.end = end;
    BREAK.lastIndex = end;
    this.next = this.#text.charCodeAt(end + 1) > 32 ? end + 1 : end + (BREAK.exec(this.#text)?.[0].length ?? 1);
  }

  #seek(from: number): number {
    if (this.#cr < from) this.#cr = this.#find('\r', from);
    if (this.#lf < from) this.#lf = this.#find('\n', from);
    return Math.min(this.#cr, this.#lf);
  }

  #find(char: string, from: number): number {
    const at = this.#text.indexOf(char, from);
    return at < 0 ? this.#text.length : at;
  }

  #isSegmentBreak(at: number): boolean {
    BLANK.lastIndex = at;
    const follows = at + BLANK.exec(this.#text)![0].length;
    const after = this.#text.charAt(follows + 3);
    if (follows >= this.#text.length) return true;
    return (
      isSegmentId(this.#text.slice(follows, follows + 3)) &&
      (after === this.#field || after === '\r' || after === '\n' || after === '')
    );
  }
}

/** Three capitals or digits, the first a capital (2.5.2); Z segments included. */
export function isSegmentId(id: string): boolean {
  for (let i = 0; i < 3; i++) {
    const unit = id.charCodeAt(i);
    if (!((unit >= 65 && unit <= 90) || (i > 0 && unit >= 48 && unit <= 57))) return false;
  }
  return true;
}

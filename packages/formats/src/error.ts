/**
 * Where in a source something is wrong. `offset` counts UTF-16 units of the decoded text, 0-based; for the codes `encoding` and
 * `size_limit` on bytes it counts bytes. `line`, `column` and `segment` are 1-based. `field` is an HL7 path (`PID-3.1`) or a column.
 */
export interface Position {
  offset: number;
  line?: number;
  column?: number;
  segment?: number;
  field?: string;
}

/** The one error of this room. The sentence names positions and limits and never quotes content beyond one delimiter. */
export class FormatError extends Error {
  /** Stable and searchable: `json_malformed`, `depth_limit`, `hl7_no_msh`. */
  readonly code: string;
  readonly sentence: string;
  readonly position: Position;

  constructor(code: string, sentence: string, position: Position) {
    super(sentence);
    this.name = 'FormatError';
    this.code = code;
    this.sentence = sentence;
    this.position = position;
  }
}

/** 1-based line and column of an offset; CR, LF and CRLF each end one line. */
export function lineAndColumn(text: string, offset: number): { line: number; column: number } {
  let line = 1;
  let start = 0;
  for (let i = 0; i < offset; i++) {
    const unit = text.charCodeAt(i);
    if (unit !== 10 && unit !== 13) continue;
    if (unit === 13 && text.charCodeAt(i + 1) === 10) continue;
    line++;
    start = i + 1;
  }
  return { line, column: offset - start + 1 };
}

/** Throws `size_limit` for a source above `max`, counted in `unit`. */
export function checkSize(size: number, max: number | undefined, what: string, unit: 'bytes' | 'characters'): void {
  if (max !== undefined && size > max) {
    throw new FormatError('size_limit', `The ${what} has ${size} ${unit}; the limit is ${max}.`, { offset: max });
  }
}

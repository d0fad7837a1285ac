/** Where bytes lie in a blob: the first is 1, as PostgreSQL's substring counts. */
export interface Part {
  at: number | null;
  length: number | null;
}

const NOTHING: Part = { at: null, length: null };

/** The bytes of many rows, one after another, as one parameter. */
export class Blob {
  #parts: Buffer[] = [];
  #length = 0;

  add(bytes: Buffer | null): Part {
    if (bytes === null) return NOTHING;
    const part = { at: this.#length + 1, length: bytes.length };
    this.#parts.push(bytes);
    this.#length += bytes.length;
    return part;
  }

  base64(): string {
    return Buffer.concat(this.#parts, this.#length).toString('base64');
  }
}

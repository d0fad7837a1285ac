import { FormatError } from '../error.ts';

const START = 0x0b;
const END = 0x1c;
const CR = 0x0d;
const LF = 0x0a;

export type MllpProblem =
  /** Bytes outside any frame, now left behind; the next frame is read. */
  | 'garbage'
  /** A body without its start byte, ended properly. */
  | 'missing_start'
  /** A body that another start byte, or the end of the connection, cut off. */
  | 'missing_end'
  /** A body whose end byte came without the carriage return. */
  | 'missing_cr'
  /** Too many bytes outside any frame: the decoder has stopped. */
  | 'garbage_limit'
  /** A frame above the limit: the decoder has stopped. */
  | 'size_limit';

/** Something that is no frame. Whether to answer AR or to close is the caller's; after `stopped` only closing is left. */
export interface MllpMalformed {
  problem: MllpProblem;
  sentence: string;
  /** What was there, at most the first `HEAD` bytes for the limits: enough to look for MSH-10. */
  bytes: Uint8Array;
  stopped: boolean;
}

export interface MllpOptions {
  /** Largest body in bytes; 16 MiB when absent. */
  maxFrame?: number;
  /** Bytes tolerated before a start byte; 8 KiB when absent. */
  maxGarbage?: number;
  /** Called in stream order, before `push` returns. */
  onMalformed?: (malformed: MllpMalformed) => void;
}

const HEAD = 4096;
const SENTENCES: Record<MllpProblem, string> = {
  garbage: 'Bytes stood outside any frame.',
  missing_start: 'A frame came without its start byte (0x0B).',
  missing_end: 'A frame ended without its end bytes (0x1C 0x0D).',
  missing_cr: 'A frame ended with 0x1C but without the carriage return.',
  garbage_limit: 'Too many bytes stood outside any frame.',
  size_limit: 'A frame is larger than the limit.',
};

/**
 * Minimal lower layer protocol (HL7 transport specification, MLLP release 1): 0x0B body 0x1C 0x0D.
 *
 * Two states: outside a frame (bytes are garbage until 0x0B; CR and LF between frames are tolerated) and inside (bytes are body
 * until 0x1C 0x0D). 0x0B inside means that the frame before it never ended: it is reported, never joined with the next. 0x1C
 * before 0x0B or before the end of the connection ends a frame that lacks its CR; before anything else it is a byte of the body.
 * Each byte is looked at once and copied at most twice, so a frame costs O(its size) however it is cut into chunks.
 */
export class MllpDecoder {
  readonly #maxFrame: number;
  readonly #maxGarbage: number;
  readonly #onMalformed: (malformed: MllpMalformed) => void;
  #buffer = new Uint8Array(1024);
  #length = 0;
  #inside = false;
  #stopped = false;

  constructor(options: MllpOptions = {}) {
    this.#maxFrame = options.maxFrame ?? 16 * 1024 * 1024;
    this.#maxGarbage = options.maxGarbage ?? 8 * 1024;
    this.#onMalformed = options.onMalformed ?? (() => {});
  }

  /** Bytes of an unfinished frame (or garbage) held now. */
  get pending(): number {
    return this.#length;
  }

  /** A limit was passed: nothing more will be read. */
  get stopped(): boolean {
    return this.#stopped;
  }

  /** Takes the next bytes of the connection; returns the bodies of the frames they complete, each its own copy. */
  push(chunk: Uint8Array): Uint8Array[] {
    const frames: Uint8Array[] = [];
    let at = 0;
    while (at < chunk.length && !this.#stopped)
      at = this.#inside ? this.#readBody(chunk, at, frames) : this.#readOutside(chunk, at);
    return frames;
  }

  /** The connection has ended: an unfinished frame or garbage is reported. */
  end(): void {
    if (this.#stopped) return;
    if (this.#endsWithEnd()) this.#report(this.#inside ? 'missing_cr' : 'missing_start', 1);
    else if (this.#inside) this.#report('missing_end', 0);
    else if (this.#length > 0) this.#report('garbage', 0);
    this.#inside = false;
  }

  #readOutside(chunk: Uint8Array, from: number): number {
    const byte = chunk[from]!;
    if (byte === CR && this.#endsWithEnd()) this.#report('missing_start', 1);
    else if (byte === START) {
      if (this.#length > 0) this.#report('garbage', 0);
      this.#inside = true;
    } else if (this.#length > 0 || (byte !== CR && byte !== LF)) {
      this.#append(chunk.subarray(from, from + 1));
      if (this.#length > this.#maxGarbage) this.#stop('garbage_limit');
    }
    return from + 1;
  }

  #readBody(chunk: Uint8Array, from: number, frames: Uint8Array[]): number {
    const first = chunk[from]!;
    if (this.#endsWithEnd() && (first === CR || first === START)) {
      if (first === START) this.#report('missing_cr', 1);
      else {
        frames.push(this.#buffer.slice(0, this.#length - 1));
        this.#length = 0;
        this.#inside = false;
      }
      return from + 1;
    }
    if (first === START) {
      if (this.#length > 0) this.#report('missing_end', 0);
      return from + 1;
    }
    let until = from;
    while (until < chunk.length && chunk[until] !== START) if (chunk[until++] === END) break;
    this.#append(chunk.subarray(from, until));
    if (this.#length > this.#maxFrame + 1) this.#stop('size_limit');
    return until;
  }

  #endsWithEnd(): boolean {
    return this.#length > 0 && this.#buffer[this.#length - 1] === END;
  }

  #append(bytes: Uint8Array): void {
    const needed = this.#length + bytes.length;
    if (needed > this.#buffer.length) {
      const grown = new Uint8Array(Math.max(needed, this.#buffer.length * 2));
      grown.set(this.#buffer.subarray(0, this.#length));
      this.#buffer = grown;
    }
    this.#buffer.set(bytes, this.#length);
    this.#length = needed;
  }

  #stop(problem: MllpProblem): void {
    this.#stopped = true;
    this.#length = Math.min(this.#length, HEAD);
    this.#report(problem, 0);
  }

  /** `less` bytes at the end belong to the protocol. */
  #report(problem: MllpProblem, less: number): void {
    const bytes = this.#buffer.slice(0, this.#length - less);
    this.#length = 0;
    this.#onMalformed({ problem, sentence: SENTENCES[problem], bytes, stopped: this.#stopped });
  }
}

/** A body in its frame; throws `mllp_unframable` when the body holds a frame byte, which would cut it in two. */
export function frameMllp(body: Uint8Array): Uint8Array {
  for (const byte of [START, END]) {
    const offset = body.indexOf(byte);
    if (offset < 0) continue;
    throw new FormatError('mllp_unframable', `Byte ${offset} of the message is one that MLLP keeps for its frames.`, {
      offset,
    });
  }
  const framed = new Uint8Array(body.length + 3);
  framed[0] = START;
  framed.set(body, 1);
  framed[body.length + 1] = END;
  framed[body.length + 2] = CR;
  return framed;
}

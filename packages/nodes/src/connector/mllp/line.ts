import type { Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { MllpDecoder, type MllpMalformed } from '@throughline/formats';
import { failure } from '../../failure.ts';

export interface Ask<Answer> {
  /** The message in its frame. */
  frame: Uint8Array;
  /** The answer in the body of a frame, or null when it answers something else and is passed over. */
  read(body: Uint8Array): Answer | null;
  limitMs: number;
  signal: AbortSignal;
}

interface Waiting {
  take(body: Uint8Array): void;
  lose(code: string, sentence: string): void;
}

const MAX_ANSWER = 1_000_000;
const IDLE_MS = 60_000;
const MALFORMED: [string, string] = ['answer_malformed', 'The answer is no HL7 message in an MLLP frame.'];
const GONE: [string, string] = ['answer_lost', 'The connection was lost before the acknowledgement came.'];

/**
 * One MLLP connection with one message on it at most (HL7 v2 Transport, MLLP release 1): idle → asking → idle, or gone for good
 * after any trouble, so that a late acknowledgement never meets the wrong message.
 */
export class Line {
  readonly #socket: Socket;
  readonly #decoder = new MllpDecoder({
    maxFrame: MAX_ANSWER,
    maxGarbage: 0,
    onMalformed: (malformed) => this.#lose(...faultOf(malformed)),
  });
  #waiting: Waiting | null = null;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    socket.on('end', () => this.#lose(...GONE));
    socket.on('close', () => this.#lose(...GONE));
    socket.setTimeout(IDLE_MS, () => this.#waiting ?? socket.destroy());
  }

  get alive(): boolean {
    return !this.#socket.destroyed;
  }

  /** Throws `connect_lost` (unavailable) before the first byte is written, class `unknown-outcome` after it. */
  async ask<Answer>({ frame, read, limitMs, signal }: Ask<Answer>): Promise<Answer> {
    // Lets a hang-up that already arrived on an idle connection be seen before anything is written.
    await turn();
    if (!this.alive) throw failure('unavailable', 'connect_lost', 'The connection closed before the message was sent.');
    if (signal.aborted)
      throw failure('unavailable', 'delivery_stopped', 'The delivery was stopped before it was sent.');
    return new Promise((resolve, reject) => {
      const stop = () => this.#lose('delivery_stopped', 'The delivery was stopped before its acknowledgement came.');
      const late = () => this.#lose('answer_timeout', `No acknowledgement within ${limitMs / 1000} s (timeoutS).`);
      const timer = setTimeout(late, limitMs);
      signal.addEventListener('abort', stop);
      const settle = () => {
        this.#waiting = null;
        clearTimeout(timer);
        signal.removeEventListener('abort', stop);
      };
      this.#waiting = {
        take: (body) => {
          const answer = read(body);
          if (answer === null) return;
          settle();
          resolve(answer);
        },
        lose: (code, sentence) => {
          settle();
          reject(failure('unknown-outcome', code, sentence));
        },
      };
      this.#socket.write(frame);
    });
  }

  close(): void {
    this.#lose(...GONE);
  }

  #read(chunk: Buffer): void {
    if (this.#waiting === null) this.close();
    try {
      for (const body of this.#decoder.push(chunk)) this.#waiting?.take(body);
    } catch {
      this.#lose(...MALFORMED);
    }
  }

  #lose(code: string, sentence: string): void {
    this.#socket.destroy();
    this.#waiting?.lose(code, sentence);
  }
}

function faultOf({ problem }: MllpMalformed): [code: string, sentence: string] {
  return problem === 'size_limit'
    ? ['answer_too_large', `The acknowledgement is larger than ${MAX_ANSWER / 1_000_000} MB.`]
    : MALFORMED;
}

import type { StepFailure } from '@throughline/engine';
import type { Dispatcher } from 'undici';
import { failure } from '../../failure.ts';
import type { Limits, Method } from './http.ts';

/** One answer as it came, its body still in the encoding it was sent in. */
export interface RawAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

const UNFIT = 'The request has a header or path that HTTP cannot carry.';
const MALFORMED: [string, string] = ['answer_malformed', 'The answer is not valid HTTP.'];
const LOST: [string, string] = ['answer_lost', 'The connection was lost before the answer came.'];
const SAFE: ReadonlySet<Method> = new Set(['GET', 'HEAD']);

/**
 * One request on one connection: queued → started (bytes may be out) → answering → settled. Whatever happens from `started` on
 * leaves the outcome of an unsafe method unknown; before it, nothing can have been acted on.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly answer: Promise<RawAnswer>;
  readonly #method: Method;
  readonly #limits: Limits;
  readonly #signal: AbortSignal;
  readonly #timer: NodeJS.Timeout;
  #resolve!: (answer: RawAnswer) => void;
  #reject!: (error: StepFailure) => void;
  #controller: Dispatcher.DispatchController | null = null;
  #settled = false;
  #status = 0;
  #headers: RawAnswer['headers'] = {};
  #chunks: Buffer[] = [];
  #size = 0;

  constructor(method: Method, limits: Limits, signal: AbortSignal) {
    this.#method = method;
    this.#limits = limits;
    this.#signal = signal;
    this.answer = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#timer = setTimeout(this.#onLimit, limits.totalMs);
    signal.addEventListener('abort', this.#onAbort);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#settled) controller.abort(new Error('settled before it started'));
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: RawAnswer['headers']): void {
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#size += chunk.length;
    this.#chunks.push(chunk);
    if (this.#size > this.#limits.bytes) {
      this.#fail('answer_too_large', `The answer is larger than ${megabytes(this.#limits.bytes)}.`);
    }
  }

  onResponseEnd(): void {
    if (!this.#settle()) return;
    const body = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks, this.#size);
    this.#resolve({ status: this.#status, headers: this.#headers, body });
  }

  onResponseError(_: Dispatcher.DispatchController | null, error: Error): void {
    if (this.#settled) return;
    const code = String((error as { code?: unknown }).code);
    if (this.#controller === null) this.#failUnsent(error, code);
    else this.#fail(...this.#faultOf(error, code));
  }

  #failUnsent(error: Error, code: string): void {
    if (!this.#settle()) return;
    if (isStepFailure(error)) this.#reject(error);
    else if (code === 'UND_ERR_INVALID_ARG') this.#reject(failure('data', 'request_invalid', UNFIT));
    else this.#reject(failure('unavailable', 'connect_lost', 'The connection closed before the request was sent.'));
  }

  /** undici's parser errors carry no usable code: they are told by class name and, for an early end, by `EOF`. */
  #faultOf(error: Error, code: string): [code: string, sentence: string] {
    const short = code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH';
    if (code === 'UND_ERR_BODY_TIMEOUT') {
      return ['answer_stalled', `The answer stopped for ${this.#limits.idleMs / 1000} s before it was complete.`];
    }
    if (code === 'UND_ERR_HEADERS_OVERFLOW') return MALFORMED;
    if (error.name === 'HTTPParserError' && !error.message.includes('EOF')) return MALFORMED;
    if (this.#status === 0) return short ? MALFORMED : LOST;
    if (code === 'ECONNRESET') return ['answer_reset', 'The connection was reset in the middle of the answer.'];
    return this.#endedEarly();
  }

  #endedEarly(): [string, string] {
    const announced = this.#headers['content-length'];
    if (announced !== undefined && this.#size > 0) {
      return ['answer_length_mismatch', 'The answer is shorter than its Content-Length says.'];
    }
    return ['answer_truncated', 'The connection was closed before the answer was complete.'];
  }

  readonly #onLimit = (): void => {
    const seconds = this.#limits.totalMs / 1000;
    this.#fail('answer_timeout', `No complete answer within ${seconds} s (timeoutS).`);
  };

  readonly #onAbort = (): void => {
    this.#fail('delivery_stopped', 'The delivery was stopped before its answer was complete.');
  };

  #fail(code: string, sentence: string): void {
    if (!this.#settle()) return;
    const unknown = this.#controller !== null && !SAFE.has(this.#method);
    const seen = this.#status === 0 ? '' : ` Its status was ${this.#status}.`;
    this.#reject(failure(unknown ? 'unknown-outcome' : 'unavailable', code, sentence + seen));
    this.#controller?.abort(new Error(code));
  }

  #settle(): boolean {
    if (this.#settled) return false;
    this.#settled = true;
    clearTimeout(this.#timer);
    this.#signal.removeEventListener('abort', this.#onAbort);
    return true;
  }
}

function isStepFailure(error: Error): error is StepFailure {
  return error.name === 'StepFailure';
}

export function megabytes(bytes: number): string {
  return `${bytes / 1_000_000} MB`;
}

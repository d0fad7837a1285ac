import type { Api } from '@throughline/server/api';
import { type ClientResponse, hc } from 'hono/client';
import { noteServerTime } from './frame/clock.ts';

/** The one client: every route of the server, typed by its declaration. */
export const api = hc<Api>(window.location.origin).api.v1;

interface ProblemDetails {
  code: string;
  detail: string;
  instance: string;
  errors: FieldProblem[];
}

export interface FieldProblem {
  field: string;
  sentence: string;
}

/** A refusal of the server (RFC 9457): a stable code, and a sentence for people. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  /** The request as the server's log names it. */
  readonly instance: string | null;
  /** What does not fit, by JSON pointer into what was sent. */
  readonly errors: readonly FieldProblem[];
  constructor(
    status: number,
    code: string,
    sentence: string,
    instance: string | null,
    errors: readonly FieldProblem[] = [],
  ) {
    super(sentence);
    this.name = 'Problem';
    this.status = status;
    this.code = code;
    this.instance = instance;
    this.errors = errors;
  }
}

/** The answer of a call. Throws Problem; a server that cannot be reached is one too, with code `unreachable`. */
export async function ask<T>(call: Promise<ClientResponse<T>>): Promise<T> {
  const answer = await call.catch(() => {
    throw new Problem(0, 'unreachable', 'The server does not answer. Is it running, and is the network up?', null);
  });
  noteServerTime(answer.headers.get('date'));
  if (!answer.ok) throw await problemOf(answer);
  return (answer.status as number) === 204 ? (undefined as T) : ((await answer.json()) as T);
}

async function problemOf(answer: ClientResponse<unknown>): Promise<Problem> {
  const body = (await answer.json().catch(() => null)) as Partial<ProblemDetails> | null;
  const sentence = body?.detail ?? `The server answered ${answer.status as number}.`;
  return new Problem(
    answer.status as number,
    body?.code ?? 'unknown',
    sentence,
    body?.instance ?? null,
    body?.errors ?? [],
  );
}

/** What an answer of the server is, by its call. */
export type AnswerOf<Call extends (...args: never[]) => Promise<ClientResponse<unknown>>> =
  Awaited<ReturnType<Call>> extends ClientResponse<infer T> ? T : never;

/** What is wrong with one member of a request; `field` is a JSON Pointer. */
export interface FieldProblem {
  field: string;
  sentence: string;
}

/** A request that is refused, with what its sender may know. */
export class Refusal extends Error {
  readonly status: 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 429 | 503;
  readonly code: string;
  readonly errors: FieldProblem[];
  readonly headers: Record<string, string>;
  constructor(
    status: Refusal['status'],
    code: string,
    sentence: string,
    more: { errors?: FieldProblem[]; headers?: Record<string, string> } = {},
  ) {
    super(sentence);
    this.name = 'Refusal';
    this.status = status;
    this.code = code;
    this.errors = more.errors ?? [];
    this.headers = more.headers ?? {};
  }
}

/** The one answer for what is not there, is not yours, or never was. */
export function missing(): Refusal {
  return new Refusal(404, 'not_found', 'There is nothing here under that name, or you may not see it.');
}

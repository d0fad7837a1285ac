/** A message refused at the door: nothing was accepted, the sender still has it. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly retryAfterS: number | undefined;
  /** Members added to the problem document. */
  readonly more: Record<string, unknown>;
  readonly headers: Record<string, string>;

  constructor(
    status: number,
    code: string,
    sentence: string,
    more: Record<string, unknown> = {},
    retryAfterS?: number,
    headers: Record<string, string> = {},
  ) {
    super(sentence);
    this.name = 'Refusal';
    this.status = status;
    this.code = code;
    this.more = more;
    this.retryAfterS = retryAfterS;
    this.headers = headers;
  }
}

/** What a failing commit means to a sender: it is not known to be stored, so it must be sent again. */
export function storeRefusal(error: unknown): Refusal {
  const code = (error as { code?: unknown } | null)?.code;
  if (code === '53100' || code === 'ENOSPC') {
    return new Refusal(
      503,
      'storage_full',
      'The message store is full; nothing was accepted. Try again later.',
      {},
      30,
    );
  }
  return new Refusal(
    503,
    'store_unavailable',
    'The message store cannot be reached; nothing was accepted. Try again.',
    {},
    5,
  );
}

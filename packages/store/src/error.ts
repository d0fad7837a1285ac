/** A failure of the store that a person can act on. */
export class StoreError extends Error {
  readonly code: string;
  constructor(code: string, sentence: string, options?: ErrorOptions) {
    super(sentence, options);
    this.name = 'StoreError';
    this.code = code;
  }
}

/** Whether the same call may succeed in a moment: the database was away (restarting, full, unreachable) or broke a deadlock. */
export function isOutage(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code !== 'string') return false;
  return /^(?:08|40|53|57|58)/.test(code) || /^(?:ECONN|ENOTFOUND|EPIPE|ETIMEDOUT|CONNECT)/.test(code);
}

import { z } from 'zod';

/**
 * none: behave · delay: answer late · error: refuse with a status before looking · hang: never look, never answer ·
 * drop-answer: commit, then never answer (or cut the socket) · rate-limit: ask to come back later · reset: cut the socket at once.
 */
export const order = z.strictObject({
  mode: z.enum(['none', 'delay', 'error', 'hang', 'drop-answer', 'rate-limit', 'reset']),
  /** HTTP status, or AE/AR at the MLLP door; 500 and AE unless told otherwise. */
  status: z.union([z.int().min(400).max(599), z.enum(['AE', 'AR'])]).optional(),
  delayMs: z.int().min(0).max(600_000).default(1000),
  retryAfterS: z.int().min(0).max(3600).default(1),
  /** The next so many requests; without it and without `for`, until told otherwise. */
  count: z.int().min(1).optional(),
  /** Seconds from now. */
  for: z.number().positive().max(86_400).optional(),
  /** drop-answer: cut the socket instead of staying silent. */
  cut: z.boolean().default(false),
  /** Only requests whose path begins so, `/oauth/token` or `/postings`; without it every path but `/oauth`. */
  path: z.string().startsWith('/').optional(),
});

export type Order = z.infer<typeof order>;

/** What to do with the next requests; one order at a time, a new one replaces it. */
export class Misbehaviour {
  #order: Order | null = null;
  #left = Number.POSITIVE_INFINITY;
  #until = Number.POSITIVE_INFINITY;

  obey(next: Order): void {
    this.#order = next.mode === 'none' ? null : next;
    this.#left = next.count ?? Number.POSITIVE_INFINITY;
    this.#until = next.for === undefined ? Number.POSITIVE_INFINITY : Date.now() + next.for * 1000;
  }

  /** The order in force, without using it up. */
  get current(): Order | null {
    if (this.#left <= 0 || Date.now() >= this.#until) this.#order = null;
    return this.#order;
  }

  /** The order for one request at a path, or null to behave; uses up one of `count`. */
  next(path: string): Order | null {
    const now = this.current;
    if (!now || (now.path === undefined ? path.startsWith('/oauth') : !path.startsWith(now.path))) return null;
    this.#left--;
    return now;
  }
}

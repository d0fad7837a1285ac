import type { EgressRule } from '@throughline/engine';
import { createGuard } from './guard.ts';
import { createHttp, LIMITS } from './http/http.ts';
import { type Resolve, systemResolve } from './resolve.ts';
import { parseUrl } from './target.ts';

/** Documents that a door needs from outside, such as a token issuer's keys: by the guard, and small. */
export interface Fetch {
  /** Throws StepFailure: `egress_blocked`, class `unavailable`. Any status is an answer. */
  get(url: string, allow: readonly EgressRule[]): Promise<{ status: number; body: Buffer }>;
  close(): Promise<void>;
}

const DOCUMENT_LIMITS = { ...LIMITS, totalMs: 5_000, bytes: 1_000_000 };
const NEVER = new AbortController().signal;

export function createFetch(resolve: Resolve = systemResolve): Fetch {
  const http = createHttp(createGuard(resolve));
  return {
    async get(url, allow) {
      const { status, body } = await http.send({
        url: parseUrl(url),
        method: 'GET',
        headers: { Accept: 'application/json' },
        hostHeaders: {},
        body: null,
        allow,
        tls: {},
        limits: DOCUMENT_LIMITS,
        signal: NEVER,
      });
      return { status, body };
    },
    close: () => http.close(),
  };
}

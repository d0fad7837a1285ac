import { newId } from '@throughline/store';
import type { MiddlewareHandler } from 'hono';
import type { ApiEnv } from './deps.ts';

const NO_PAGE = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** Headers that every answer carries; a page sets its own content-security-policy. */
export function guardedHeaders({ https }: { https: boolean }): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    c.set('requestId', newId());
    await next();
    const { headers } = c.res;
    headers.set('x-request-id', c.get('requestId'));
    headers.set('x-content-type-options', 'nosniff');
    headers.set('referrer-policy', 'no-referrer');
    headers.set('cross-origin-opener-policy', 'same-origin');
    headers.set('cross-origin-resource-policy', 'same-origin');
    headers.set('permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=()');
    if (https) headers.set('strict-transport-security', 'max-age=31536000; includeSubDomains');
    if (!headers.has('content-security-policy')) headers.set('content-security-policy', NO_PAGE);
    if (!headers.has('cache-control')) headers.set('cache-control', 'no-store');
  };
}

import type { Context, MiddlewareHandler } from 'hono';
import type { ApiEnv } from './deps.ts';
import { Refusal } from './refusal.ts';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses a request that another site's page could have sent with this browser's cookie: every unsafe method must name one of our
 * origins. Bearer tokens are exempt, because no browser attaches them by itself.
 */
export function ownOrigin(origins: readonly string[]): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    if (!SAFE.has(c.req.method) && !c.req.header('authorization') && !comesFrom(c, origins)) {
      throw new Refusal(403, 'foreign_origin', 'This request does not come from a page of this server.');
    }
    await next();
  };
}

function comesFrom(c: Context, origins: readonly string[]): boolean {
  const origin = c.req.header('origin');
  if (origin !== undefined) return origins.includes(origin);
  return c.req.header('sec-fetch-site') === 'same-origin';
}

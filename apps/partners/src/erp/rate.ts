import type { MiddlewareHandler } from 'hono';
import { problem, problemResponse } from '../rest/problem.ts';

/** A token bucket of one second's requests; an empty one answers 429 with whole seconds to wait. */
export function rateLimit(perS: number): MiddlewareHandler {
  let tokens = perS;
  let at = performance.now();
  return async (_, next) => {
    const now = performance.now();
    tokens = Math.min(perS, tokens + ((now - at) / 1000) * perS);
    at = now;
    if (tokens >= 1) {
      tokens--;
      return next();
    }
    const waitS = Math.max(1, Math.ceil((1 - tokens) / perS));
    return problemResponse(problem(429, 'rate_limited', `At most ${perS} requests a second.`), {
      'retry-after': `${waitS}`,
    });
  };
}

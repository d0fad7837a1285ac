import { failure } from '../../failure.ts';
import { parseUrl } from '../target.ts';
import type { HttpAnswer, HttpRequest } from './http.ts';

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * The request that follows a redirect, or null when the answer is final (RFC 9110 section 15.4). Only 307 and 308 may carry an
 * unsafe request further: the others would turn it into a GET and look like a delivery. Credentials stay with the first host.
 */
export function nextHop(request: HttpRequest, answer: HttpAnswer): HttpRequest | null {
  const location = answer.headers['location'];
  if (!REDIRECTS.has(answer.status) || typeof location !== 'string') return null;
  if (answer.status < 307 && request.method !== 'GET' && request.method !== 'HEAD') return null;
  const url = parseUrl(location, request.url);
  if (url.protocol !== request.url.protocol) {
    throw failure('rejected', 'egress_blocked', 'The destination redirected to another scheme.');
  }
  return { ...request, url, hostHeaders: url.origin === request.url.origin ? request.hostHeaders : {} };
}

import { createHmac } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Door } from './doors.ts';
import { sameText } from './guard/signature.ts';
import { Refusal } from './refusal.ts';

type Authentication =
  | { mode: 'none' }
  | { mode: 'clients' }
  | { mode: 'api-key'; header: string; secret: string }
  | { mode: 'hmac'; header: string; secret: string; encoding: 'hex' | 'base64'; prefix: string };

/** A secret of an environment in clear, or null when it has none of that name. */
export type SecretOf = (environment: string, name: string) => Promise<string | null>;

/** A signed request is good for this long before and after its timestamp. */
const WINDOW_S = 300;
const TIMESTAMP = 'x-timestamp';

/**
 * Lets a request through or throws Refusal 401. Fails closed: a door whose secret is missing lets nobody in. A signature covers the
 * raw bytes, and the X-Timestamp header (seconds since 1970) before them as `<timestamp>.` where the sender gives one; a stale
 * timestamp is refused. `now` is database time in milliseconds.
 */
export async function authenticate(
  door: Door,
  headers: IncomingHttpHeaders,
  raw: Buffer,
  secretOf: SecretOf,
  now: number,
): Promise<void> {
  const rule = door.step.config['authentication'] as Authentication | undefined;
  // Its guard has asked, or there is none and nobody may come.
  if (rule?.mode === 'clients') {
    if (door.guard === null) throw unauthorized('unauthenticated', 'This door lets nobody in yet.');
    return;
  }
  if (rule === undefined || rule.mode === 'none') {
    if (door.guard?.asksClients) return;
    if (door.live.protected)
      throw unauthorized('door_open', 'This environment is protected and takes no message without authentication.');
    return;
  }
  const given = headers[rule.header.toLowerCase()];
  const secret = await secretOf(door.live.environment, rule.secret);
  if (secret === null || secret === '' || typeof given !== 'string' || given === '') {
    throw unauthorized('unauthenticated', `Send the ${rule.header} header that this address asks for.`);
  }
  if (rule.mode === 'api-key') {
    if (!sameText(given, secret))
      throw unauthorized('unauthenticated', `The ${rule.header} header is not the right one.`);
    return;
  }
  const stamp = headers[TIMESTAMP];
  const signed = createHmac('sha256', secret);
  if (typeof stamp === 'string') signed.update(`${stamp}.`);
  if (!sameText(given, rule.prefix + signed.update(raw).digest(rule.encoding))) {
    throw unauthorized('unauthenticated', 'The signature does not fit the message.');
  }
  if (typeof stamp === 'string' && !(Math.abs(now / 1000 - Number(stamp)) <= WINDOW_S)) {
    throw unauthorized('stale', `The signed time is more than ${WINDOW_S} s from now.`);
  }
}

function unauthorized(code: string, sentence: string): Refusal {
  return new Refusal(401, code, sentence);
}

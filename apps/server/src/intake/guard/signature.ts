import { createHmac, hash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { DoorWays } from '@throughline/store';
import { type Asked, type Caller, type Clients, single, unauthenticated } from './client.ts';

export const KEY_ID = 'x-key-id';
export const TIMESTAMP = 'x-timestamp';

/** Signs for those nobody knows, so that an unknown key takes as long as a wrong signature. */
const NOBODY = randomBytes(32).toString('hex');

/**
 * By HMAC-SHA-256 over `<timestamp>.` and the raw bytes. The key is named in X-Key-Id, the time in X-Timestamp (seconds since 1970);
 * an old signature, and one from the future, is stale.
 */
export function bySignature(way: NonNullable<DoorWays['signature']>, clients: Clients, asked: Asked): Caller {
  const { req, raw, now } = asked;
  const [name, stamp, given] = [KEY_ID, TIMESTAMP, way.header].map((header) => single(req, header));
  if (!name || !stamp || !given) {
    throw unauthenticated(`Send X-Key-Id, X-Timestamp and the signature in ${way.header}, each of them once.`);
  }
  const caller = clients.bySigner.get(name);
  const signed = createHmac('sha256', caller?.key.secret ?? NOBODY)
    .update(`${stamp}.`)
    .update(raw);
  const fits = sameText(given, way.prefix + signed.digest(way.encoding));
  if (caller === undefined || !fits) throw unauthenticated('The signature does not fit the message.');
  if (!/^\d{1,12}$/.test(stamp) || Math.abs(now / 1000 - Number(stamp)) > way.windowS) {
    throw unauthenticated(`The signed time is more than ${way.windowS} s from now.`, 'stale');
  }
  return caller;
}

/** Compares in constant time, whatever the lengths. */
export function sameText(a: string, b: string): boolean {
  return timingSafeEqual(hash('sha256', a, 'buffer'), hash('sha256', b, 'buffer'));
}

import { createHmac } from 'node:crypto';

const STEP_S = 30;
/** A clock may be this many steps off. */
const SLACK = 1;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The code of a step (RFC 6238 over HMAC-SHA-1, six digits: what every authenticator app takes). */
export function codeAt(key: Buffer, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', key).update(counter).digest();
  const offset = mac[19]! & 15;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** The step whose code this is, around `atS` and behind `last`; null when it is none's. */
export function stepOf(key: Buffer, code: string, atS: number, last: number): number | null {
  const now = Math.floor(atS / STEP_S);
  for (let step = now - SLACK; step <= now + SLACK; step++) {
    if (step > last && codeAt(key, step) === code) return step;
  }
  return null;
}

/** RFC 4648, without padding: as authenticator apps want keys. */
export function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? []).map((part) => ALPHABET[Number.parseInt(part.padEnd(5, '0'), 2)]).join('');
}

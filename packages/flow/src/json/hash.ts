import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { sorted } from './canonical.ts';

/** SHA-256 (FIPS 180-4) of a JSON value's canonical text, as 64 hex digits; the same for any order of keys. */
export function hashOf(value: unknown): string {
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify(sorted(value)))));
}

import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { StoreError } from '../error.ts';

const TAG = 16;

export interface Wrapped {
  /** Which master key wrapped it; null: from before they had names. */
  kek: string | null;
  wrapped: Buffer;
}

/** The master keys of this process: the first wraps what is new, all of them open what is there. */
export interface MasterKeys {
  primary: string;
  ids: readonly string[];
  wrap(key: Buffer, bound: string): { kek: string; wrapped: Buffer };
  /** Throws StoreError `master_key_wrong` when the key is not here, or does not fit. */
  unwrap(wrapped: Wrapped, bound: string): Buffer;
}

export function masterKeys(keys: readonly Buffer[]): MasterKeys {
  if (keys.length === 0 || keys.some((key) => key.length !== 32)) {
    throw new StoreError('master_key_wrong', 'The master key must be 32 bytes.');
  }
  const byId = new Map(keys.map((key) => [idOf(key), key]));
  const [primary] = byId.keys();
  return {
    primary: primary!,
    ids: [...byId.keys()],
    wrap: (key, bound) => ({ kek: primary!, wrapped: sealWith(byId.get(primary!)!, key, bound) }),
    unwrap({ kek, wrapped }, bound) {
      const candidates = kek === null ? [...byId.values()] : [byId.get(kek)].filter((key) => key !== undefined);
      for (const key of candidates) {
        const found = openWith(key, wrapped, bound);
        if (found !== null) return found;
      }
      throw new StoreError(
        'master_key_wrong',
        kek === null || byId.has(kek)
          ? 'The master key does not fit this database: stored messages and secrets could not be read.'
          : `This database is sealed with the master key ${kek}, which is not among those given (${[...byId.keys()].join(', ')}).`,
      );
    },
  };
}

/** Names a key without telling anything about it. */
function idOf(key: Buffer): string {
  return createHash('sha256').update('throughline master key').update(key).digest('hex').slice(0, 12);
}

/** AES-256-GCM: nonce, ciphertext, tag; `bound` must be the same on opening, so that rows cannot be swapped. */
export function sealWith(key: Buffer, bytes: Buffer, bound: string): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(bound));
  return Buffer.concat([nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
}

/** Null when the key, the bytes or what they are bound to is not the same. */
export function openWith(key: Buffer, sealed: Buffer, bound: string): Buffer | null {
  if (sealed.length < 12 + TAG) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12))
    .setAAD(Buffer.from(bound))
    .setAuthTag(sealed.subarray(-TAG));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(12, -TAG)), decipher.final()]);
  } catch {
    return null;
  }
}

import { randomBytes } from 'node:crypto';
import { openWith, sealWith } from '../../body/master.ts';
import type { Store } from '../../client.ts';
import { StoreError } from '../../error.ts';

/** A key that signs, as its row keeps it. */
export interface SealedSigning {
  id: string;
  kek: string;
  wrapped: Buffer;
  sealed: Buffer;
}

/** A row moved to another key's place does not open. */
export function signingBound(id: string): string {
  return `client-key|${id}`;
}

/** Under a data key of its own, which the master key wraps. */
export function sealSigning({ keys }: Pick<Store, 'keys'>, id: string, secret: string): SealedSigning {
  const key = randomBytes(32);
  const bound = signingBound(id);
  return { id, ...keys.master.wrap(key, bound), sealed: sealWith(key, Buffer.from(secret), bound) };
}

/** Throws StoreError `secret_unreadable` when the row was altered or belongs elsewhere. */
export function openSigning({ keys }: Pick<Store, 'keys'>, row: SealedSigning): string {
  const bound = signingBound(row.id);
  const secret = openWith(keys.master.unwrap(row, bound), row.sealed, bound);
  if (secret === null) throw new StoreError('secret_unreadable', `The signing key ${row.id} was altered.`);
  return secret.toString();
}

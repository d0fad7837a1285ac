import { randomBytes } from 'node:crypto';
import { openWith, sealWith } from '../body/master.ts';
import type { Store } from '../client.ts';
import { StoreError } from '../error.ts';

/** A secret as its row keeps it. */
export interface SealedSecret {
  environmentId: number;
  name: string;
  version: number;
  hosts: readonly string[];
  kek: string;
  wrapped: Buffer;
  sealed: Buffer;
}

type Place = Omit<SealedSecret, 'kek' | 'wrapped' | 'sealed'>;

/** Environment, name, version and hosts: a row moved, or led to other hosts, does not open. */
export function boundOf({ environmentId, name, version, hosts }: Place): string {
  return `secret|${environmentId}|${name}|${version}|${hosts.join(',')}`;
}

/** Under a data key of its own, which the master key wraps. */
export function sealSecret({ keys }: Pick<Store, 'keys'>, place: Place, value: string): SealedSecret {
  const key = randomBytes(32);
  const bound = boundOf(place);
  return { ...place, ...keys.master.wrap(key, bound), sealed: sealWith(key, Buffer.from(value), bound) };
}

/** Throws StoreError `secret_unreadable` when the row was altered or belongs elsewhere. */
export function openSecret({ keys }: Pick<Store, 'keys'>, row: SealedSecret): string {
  const bound = boundOf(row);
  const value = openWith(unwrapped(), row.sealed, bound);
  if (value === null) throw unreadable(row.name);
  return value.toString();

  function unwrapped(): Buffer {
    try {
      return keys.master.unwrap(row, bound);
    } catch (cause) {
      throw keys.master.ids.includes(row.kek) ? unreadable(row.name, cause) : cause;
    }
  }
}

function unreadable(name: string, cause?: unknown): StoreError {
  return new StoreError('secret_unreadable', `The secret ${name} was altered, or belongs to another row.`, { cause });
}

import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import type { Sql } from '../client.ts';
import { StoreError } from '../error.ts';

const VERSION = 1;
const HEADER = 1 + 4 + 12;
const TAG = 16;

export interface KeyRing {
  /** AES-256-GCM under today's data key; `bound` (for example `message:<id>`) must be the same on opening. */
  seal(bytes: Buffer, bound: string): Buffer;
  /** Throws StoreError `body_unreadable` when the bytes were altered, moved to another row or sealed by another key. */
  open(sealed: Buffer, bound: string): Buffer;
  /** A keyed hash of a value that may identify a person: equal values stay findable, the value itself is not stored. */
  blind(value: string): string;
  /** Loads keys that other processes made since; called by the reader that met an unknown one, and once a day. */
  refresh(): Promise<void>;
}

interface DataKey {
  id: number;
  key: KeyObject;
}

/** Wraps under the master key: nonce, ciphertext, tag; the day is bound in so that rows cannot be swapped. */
function wrap(master: Buffer, day: string, key: Buffer): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', master, nonce).setAAD(Buffer.from(`data-key:${day}`));
  return Buffer.concat([nonce, cipher.update(key), cipher.final(), cipher.getAuthTag()]);
}

function unwrap(master: Buffer, day: string, wrapped: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', master, wrapped.subarray(0, 12))
    .setAAD(Buffer.from(`data-key:${day}`))
    .setAuthTag(wrapped.subarray(-TAG));
  try {
    return Buffer.concat([decipher.update(wrapped.subarray(12, -TAG)), decipher.final()]);
  } catch (cause) {
    throw new StoreError(
      'master_key_wrong',
      'The master key does not fit this database: stored messages could not be read.',
      {
        cause,
      },
    );
  }
}

export async function openKeyRing(sql: Sql, master: Buffer): Promise<KeyRing> {
  if (master.length !== 32) throw new StoreError('master_key_wrong', 'The master key must be 32 bytes.');
  const byId = new Map<number, DataKey>();
  const blindKey = createHmac('sha256', master).update('throughline business keys').digest();
  let current: DataKey;

  async function refresh(): Promise<void> {
    const [today] = await sql<{ day: string }[]>`select (now() at time zone 'UTC')::date::text as day`;
    const day = today!.day;
    await sql`insert into data_key (day, wrapped) values (${day}, ${wrap(master, day, randomBytes(32))}) on conflict do nothing`;
    const rows = await sql<{ id: number; day: string; wrapped: Buffer }[]>`select id, day::text, wrapped from data_key`;
    for (const row of rows) {
      const known = byId.get(row.id) ?? { id: row.id, key: createSecretKey(unwrap(master, row.day, row.wrapped)) };
      byId.set(row.id, known);
      if (row.day === day) current = known;
    }
  }

  await refresh();
  return {
    refresh,
    blind: (value) => createHmac('sha256', blindKey).update(value).digest('base64url').slice(0, 22),
    seal(bytes, bound) {
      const out = Buffer.allocUnsafe(HEADER + bytes.length + TAG);
      out.writeUInt8(VERSION, 0);
      out.writeUInt32BE(current.id, 1);
      randomBytes(12).copy(out, 5);
      const cipher = createCipheriv('aes-256-gcm', current.key, out.subarray(5, HEADER)).setAAD(Buffer.from(bound));
      cipher.update(bytes).copy(out, HEADER);
      cipher.final();
      cipher.getAuthTag().copy(out, HEADER + bytes.length);
      return out;
    },
    open(sealed, bound) {
      const key = sealed.length >= HEADER + TAG && sealed[0] === VERSION ? byId.get(sealed.readUInt32BE(1)) : undefined;
      if (key === undefined)
        throw new StoreError('body_unreadable', 'A stored body is sealed with a key that is not here.');
      const decipher = createDecipheriv('aes-256-gcm', key.key, sealed.subarray(5, HEADER))
        .setAAD(Buffer.from(bound))
        .setAuthTag(sealed.subarray(-TAG));
      try {
        const bytes = decipher.update(sealed.subarray(HEADER, -TAG));
        decipher.final();
        return bytes;
      } catch (cause) {
        throw new StoreError('body_unreadable', 'A stored body was altered, or belongs to another row.', { cause });
      }
    },
  };
}

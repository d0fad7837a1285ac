import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hash,
  type KeyObject,
  randomBytes,
  randomFillSync,
} from 'node:crypto';
import type { Sql } from '../client.ts';
import { StoreError } from '../error.ts';
import { hmacOf } from './hmac.ts';
import { type MasterKeys, masterKeys, type Wrapped } from './master.ts';

const VERSION = 1;
const HEADER = 1 + 4 + 12;
const TAG = 16;

export interface KeyRing {
  master: MasterKeys;
  /** AES-256-GCM under today's data key; `bound` (for example `message:<id>`) must be the same on opening. */
  seal(bytes: Buffer, bound: string): Buffer;
  /** Throws StoreError `body_unreadable` when the bytes were altered, moved to another row or sealed by another key. */
  open(sealed: Buffer, bound: string): Buffer;
  /** A keyed hash of a value that may identify a person: equal values stay findable, the value itself is not stored. */
  blind(value: string): string;
  /** Another keyed hash, for the eye: by it two masked values are found equal. Never stored, and quick: a message has many values. */
  shown(value: string): string;
  /** Goes over to the key of the day, and makes and loads tomorrow's; the store does so once an hour. */
  refresh(): Promise<void>;
}

/** What the wrapped data key of a day is bound to. */
export const dataKeyBound = (day: string) => `data-key:${day}`;

export const BLIND_BOUND = 'blind-key';

interface DataKey {
  id: number;
  key: KeyObject;
}

/** Randomness is drawn for many nonces at once: a draw for each costs more than the sealing. */
const NONCES = 512;
const pool = Buffer.alloc(12 * NONCES);
let drawn = pool.length;

function nonce(out: Buffer): void {
  if (drawn === pool.length) {
    randomFillSync(pool);
    drawn = 0;
  }
  pool.copy(out, 5, drawn, drawn + 12);
  drawn += 12;
}

/** `given`: the master keys, the one that wraps what is new first. */
export async function openKeyRing(sql: Sql, given: readonly Buffer[]): Promise<KeyRing> {
  const master = masterKeys(given);
  const byId = new Map<number, DataKey>();
  const blind = hmacOf(await openBlindKey(sql, master, given[0]!));
  const shownKey = blind('values shown masked');
  let current: DataKey;

  async function refresh(): Promise<void> {
    const days = await sql<{ day: string }[]>`
      select ((now() at time zone 'UTC')::date + n)::text as day from generate_series(0, 1) n order by n`;
    // Tomorrow's too: whoever seals with it after midnight, everybody has had a day to load it.
    for (const { day } of days) {
      const { kek, wrapped } = master.wrap(randomBytes(32), dataKeyBound(day));
      await sql`insert into data_key (day, kek, wrapped) values (${day}, ${kek}, ${wrapped}) on conflict do nothing`;
    }
    const rows = await sql<
      (Wrapped & { id: number; day: string })[]
    >`select id, day::text, kek, wrapped from data_key order by id`;
    for (const row of rows) {
      const open = () => ({ id: row.id, key: createSecretKey(master.unwrap(row, dataKeyBound(row.day))) });
      const known = byId.get(row.id) ?? open();
      byId.set(row.id, known);
      if (row.day === days[0]!.day) current = known;
    }
  }

  await refresh();
  const sealed = await sql<{ kek: string }[]>`select distinct kek from secret`;
  const unknown = sealed.find(({ kek }) => !master.ids.includes(kek));
  if (unknown !== undefined) master.unwrap({ kek: unknown.kek, wrapped: Buffer.alloc(0) }, '');
  return {
    refresh,
    master,
    blind: (value) => blind(value).slice(0, 22),
    // SHA-512/256 shows half of its state (FIPS 180-4, 5.3.6), so nothing can be added behind: its key may stand in front, and it is twice as quick as SHA-3.
    shown: (value) => hash('sha512-256', shownKey + value, 'base64url').slice(0, 8),
    seal(bytes, bound) {
      const out = Buffer.allocUnsafe(HEADER + bytes.length + TAG);
      out.writeUInt8(VERSION, 0);
      out.writeUInt32BE(current.id, 1);
      nonce(out);
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

/** Made once for each database: equal values must stay findable when the master key changes. */
async function openBlindKey(sql: Sql, master: MasterKeys, first: Buffer): Promise<Buffer> {
  const fresh = master.wrap(createHmac('sha256', first).update('throughline business keys').digest(), BLIND_BOUND);
  await sql`insert into blind_key (kek, wrapped) values (${fresh.kek}, ${fresh.wrapped}) on conflict do nothing`;
  const [row] = await sql<{ kek: string; wrapped: Buffer }[]>`select kek, wrapped from blind_key`;
  return master.unwrap(row!, BLIND_BOUND);
}

import { createHash, randomBytes } from 'node:crypto';
import { audited } from '../../audit/audited.ts';
import type { Store } from '../../client.ts';
import { StoreError } from '../../error.ts';
import type { Tx } from '../../tx.ts';
import type { Principal } from '../principal.ts';
import { base32, stepOf } from './code.ts';

const RECOVERY_CODES = 8;

interface Row {
  sealed: Buffer;
  confirmed: boolean;
  last_step: number;
  now_s: number;
}

/** Begins to set up a second factor: a key for the authenticator app, shown this once. Nothing changes until a code confirms it. */
export async function beginFactor(store: Store, principal: Principal): Promise<{ key: string; uri: string }> {
  const person = ownerOf(principal);
  const key = randomBytes(20);
  const begun = await store.sql`
    insert into second_factor (user_id, sealed) values (${person.id}, ${store.keys.seal(key, `factor:${person.id}`)})
    on conflict (user_id) do update set sealed = excluded.sealed, last_step = 0
    where second_factor.confirmed_at is null returning 1`;
  if (begun.length === 0) throw new StoreError('factor_set', 'There is a second factor already; take it away first.');
  const text = base32(key);
  const label = encodeURIComponent(`Throughline:${person.email}`);
  return { key: text, uri: `otpauth://totp/${label}?secret=${text}&issuer=Throughline` };
}

/** Confirms it with its first code. Answers codes for when the device is lost. Throws StoreError `code_wrong`. */
export function confirmFactor(store: Store, principal: Principal, code: string): Promise<{ recovery: string[] }> {
  const person = ownerOf(principal);
  return audited(store, principal, 'factor.confirm', async (tx) => {
    if (!(await takeCode(tx, store, person.id, code, false))) throw wrong();
    const recovery = Array.from({ length: RECOVERY_CODES }, () => randomBytes(10).toString('hex'));
    await tx.sql`
      update second_factor set confirmed_at = now(), recovery = ${recovery.map(digest)} where user_id = ${person.id}`;
    const summary = `${person.email} set up a second factor.`;
    return { result: { recovery }, object: `user:${person.id}`, summary };
  });
}

/** Takes one's own second factor away, with a last code. Throws StoreError `code_wrong`. */
export function removeFactor(store: Store, principal: Principal, code: string): Promise<void> {
  const person = ownerOf(principal);
  return audited<void>(store, principal, 'factor.remove', async (tx) => {
    if (!(await takeCode(tx, store, person.id, code, true))) throw wrong();
    await tx.sql`delete from second_factor where user_id = ${person.id}`;
    const summary = `${person.email} took their second factor away.`;
    return { result: undefined, object: `user:${person.id}`, summary };
  });
}

/** Takes somebody's second factor away, because their device is lost; ends their sessions. */
export function resetFactor(store: Store, principal: Principal, id: string): Promise<void> {
  return audited<void>(store, principal, 'factor.reset', async ({ sql }) => {
    const gone = await sql`delete from second_factor where user_id = ${id} returning 1`;
    if (gone.length === 0) throw new StoreError('not_found', 'This person has no second factor.');
    await sql`delete from session where user_id = ${id}`;
    return { result: undefined, object: `user:${id}`, summary: 'Took the second factor of a person away.' };
  });
}

export async function hasFactor({ sql }: Pick<Store, 'sql'> | Pick<Tx, 'sql'>, userId: string): Promise<boolean> {
  const [row] = await sql`select 1 from second_factor where user_id = ${userId} and confirmed_at is not null`;
  return row !== undefined;
}

/** Whether this is a code of theirs now, or one for a lost device; either is good once. */
export async function takeCode(
  { sql }: Pick<Tx, 'sql'>,
  { keys }: Pick<Store, 'keys'>,
  userId: string,
  code: string,
  isConfirmed = true,
): Promise<boolean> {
  const [row] = await sql<Row[]>`
    select sealed, confirmed_at is not null as confirmed, last_step::int, extract(epoch from clock_timestamp())::float8 as now_s
    from second_factor where user_id = ${userId} for update`;
  if (row === undefined || row.confirmed !== isConfirmed) return false;
  const step = stepOf(keys.open(row.sealed, `factor:${userId}`), code.replaceAll(/\s/g, ''), row.now_s, row.last_step);
  if (step !== null) {
    await sql`update second_factor set last_step = ${step} where user_id = ${userId}`;
    return true;
  }
  const used = await sql`
    update second_factor set recovery = array_remove(recovery, ${digest(code.trim())})
    where user_id = ${userId} and ${digest(code.trim())} = any (recovery) returning 1`;
  return used.length > 0;
}

function digest(code: string): string {
  return createHash('sha256').update(code).digest('hex');
}

function ownerOf({ user }: Principal): NonNullable<Principal['user']> {
  if (user === null) throw new StoreError('permission_not_held', 'Only a person has a second factor.');
  return user;
}

function wrong(): StoreError {
  return new StoreError(
    'code_wrong',
    'This is not the code of this moment; look again, and check the clock of the device.',
  );
}

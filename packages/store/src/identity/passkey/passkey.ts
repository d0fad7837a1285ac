import { audited } from '../../audit/audited.ts';
import type { Store } from '../../client.ts';
import { StoreError } from '../../error.ts';
import { newId } from '../../id.ts';
import type { Tx } from '../../tx.ts';
import type { Principal } from '../principal.ts';

export interface PasskeySummary {
  id: string;
  name: string;
  createdAt: Date;
  lastUsedAt: Date | null;
}

/** What a device proves itself by. */
export interface Credential {
  /** Base64url, as browsers name it. */
  id: string;
  publicKey: Buffer;
  counter: number;
  transports: string[];
}

type Told<T> = Omit<T, 'createdAt' | 'lastUsedAt'> & { createdAt: string; lastUsedAt: string | null };

/** Instants come as text. */
function heard<T extends PasskeySummary>(row: Told<T>): T {
  const lastUsedAt = row.lastUsedAt === null ? null : new Date(row.lastUsedAt);
  return { ...row, createdAt: new Date(row.createdAt), lastUsedAt } as T;
}

export async function listPasskeys(
  { sql }: Store,
  userId: string,
): Promise<(PasskeySummary & { credential: string })[]> {
  const rows = await sql<Told<PasskeySummary & { credential: string }>[]>`
    select id, name, credential, created_at as "createdAt", last_used_at as "lastUsedAt"
    from passkey where user_id = ${userId} order by created_at, id`;
  return rows.map((row) => heard(row));
}

/** Throws StoreError `passkey_known`, `too_many`. */
export function addPasskey(store: Store, principal: Principal, name: string, key: Credential): Promise<PasskeySummary> {
  const person = principal.user;
  if (person === null) throw new StoreError('permission_not_held', 'Only a person has passkeys.');
  return audited<PasskeySummary>(store, principal, 'passkey.add', async ({ sql }) => {
    const [count] = await sql<{ n: number }[]>`select count(*)::int as n from passkey where user_id = ${person.id}`;
    if (count!.n >= 20) throw new StoreError('too_many', 'An account has 20 passkeys at most; take one away first.');
    const [made] = await sql<Told<PasskeySummary>[]>`
      insert into passkey (id, user_id, name, credential, public_key, counter, transports)
      values (${newId()}, ${person.id}, ${name}, ${key.id}, ${key.publicKey}, ${key.counter}, ${key.transports})
      on conflict (credential) do nothing
      returning id, name, created_at as "createdAt", last_used_at as "lastUsedAt"`;
    if (made === undefined) throw new StoreError('passkey_known', 'This passkey is known already.');
    return {
      result: heard(made),
      object: `user:${person.id}`,
      summary: `${person.email} added the passkey "${name}".`,
    };
  });
}

/** Takes one's own passkey away. Throws StoreError `not_found`. */
export function removePasskey(store: Store, principal: Principal, id: string): Promise<void> {
  return audited<void>(store, principal, 'passkey.remove', async ({ sql }) => {
    const [gone] = await sql<{ name: string }[]>`
      delete from passkey where id = ${id} and user_id = ${principal.user?.id ?? null} returning name`;
    if (gone === undefined) throw new StoreError('not_found', 'There is no such passkey.');
    const summary = `${principal.name} took the passkey "${gone.name}" away.`;
    return { result: undefined, object: principal.actor, summary };
  });
}

/** Whose it is; null when it is nobody's who may sign in. */
export async function findPasskey(
  { sql }: Store,
  credential: string,
): Promise<(Credential & { userId: string; email: string }) | null> {
  const [found] = await sql<(Credential & { userId: string; email: string })[]>`
    select credential as id, public_key as "publicKey", counter::int as counter, transports, user_id as "userId", u.email
    from passkey join app_user u on u.id = user_id
    where credential = ${credential} and u.active and not u.break_glass and not u.service`;
  return found ?? null;
}

/** Notes a use; false when its counter did not move on since: it was copied. */
export async function usePasskey({ sql }: Tx, credential: string, counter: number): Promise<boolean> {
  const used = await sql`
    update passkey set counter = ${counter}, last_used_at = now()
    where credential = ${credential} and (counter < ${counter} or (counter = 0 and ${counter} = 0)) returning 1`;
  return used.length > 0;
}

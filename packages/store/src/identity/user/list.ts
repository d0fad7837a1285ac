import { asc, eq } from 'drizzle-orm';
import type { Store } from '../../client.ts';
import { user } from '../../schema/identity.ts';
import { type User, userColumns } from './user.ts';

/** Everybody, the deactivated ones too, by address. */
export function listUsers(store: Store): Promise<User[]> {
  return store.db.select(userColumns).from(user).orderBy(asc(user.email));
}

export async function findUser(store: Store, by: { id: string } | { email: string }): Promise<User | null> {
  const where = 'id' in by ? eq(user.id, by.id) : eq(user.email, by.email.toLowerCase());
  const [found] = await store.db.select(userColumns).from(user).where(where);
  return found ?? null;
}

import { eq, inArray, sql } from 'drizzle-orm';
import { audited } from '../../audit/audited.ts';
import type { Store } from '../../client.ts';
import { StoreError } from '../../error.ts';
import { announce } from '../../event/announce.ts';
import { session, user, userGrant } from '../../schema/identity.ts';
import { environment } from '../../schema/tables.ts';
import type { Tx } from '../../tx.ts';
import type { Principal } from '../principal.ts';
import { refuseRoles } from '../role/list.ts';
import { keepAnAdmin, lockUser } from './user.ts';

export interface UserScope {
  /** Where their role holds; null: everywhere. */
  environments: string[] | null;
  /** In which folders; null: all. */
  folders: string[] | null;
  /** Further roles, each in some environments or folders. */
  further: { role: string; environments: string[] | null; folders: string[] | null }[];
}

/** Says where a person's role holds, and ends their sessions. Throws StoreError `not_found`, `last_admin`, `environment_unknown`, `role_unknown`. */
export function setScope(store: Store, principal: Principal, id: string, scope: UserScope): Promise<void> {
  return audited<void>(store, principal, 'user.change-scope', async (tx) => {
    const found = await lockUser(tx, id);
    await refuseRoles(
      tx,
      scope.further.map(({ role }) => role),
    );
    if (scope.environments !== null || scope.folders !== null) await keepAnAdmin(tx, found);
    await refuseUnknown(tx, [...(scope.environments ?? []), ...scope.further.flatMap((one) => one.environments ?? [])]);
    const before = await scopeIn(tx, id);
    await tx.db
      .update(user)
      .set({ environments: scope.environments, folders: scope.folders, updatedAt: sql`now()` })
      .where(eq(user.id, id));
    await tx.db.delete(userGrant).where(eq(userGrant.userId, id));
    if (scope.further.length > 0)
      await tx.db.insert(userGrant).values(scope.further.map((one) => ({ ...one, userId: id })));
    await tx.db.delete(session).where(eq(session.userId, id));
    await announce(tx, 'users', id);
    const where = [
      scope.environments === null ? 'everywhere' : `in ${scope.environments.join(', ') || 'no environment'}`,
      ...(scope.folders === null ? [] : [`for ${scope.folders.join(', ') || 'no folder'}`]),
    ].join(' ');
    const summary = `Let the role of ${found.email} hold ${where}${scope.further.length > 0 ? ', with further roles elsewhere' : ''}.`;
    return { result: undefined, object: `user:${id}`, summary, before, after: scope };
  });
}

/** Every further role there is, by person. */
export async function listFurther({ db }: Pick<Store, 'db'>) {
  return await db
    .select({
      userId: userGrant.userId,
      role: userGrant.role,
      environments: userGrant.environments,
      folders: userGrant.folders,
    })
    .from(userGrant);
}

async function scopeIn({ db }: Tx, id: string) {
  const [own] = await db
    .select({ environments: user.environments, folders: user.folders })
    .from(user)
    .where(eq(user.id, id));
  const further = await db
    .select({ role: userGrant.role, environments: userGrant.environments, folders: userGrant.folders })
    .from(userGrant)
    .where(eq(userGrant.userId, id));
  return { environments: own?.environments ?? null, folders: own?.folders ?? null, further };
}

async function refuseUnknown({ db }: Tx, names: string[]): Promise<void> {
  const wanted = [...new Set(names)];
  if (wanted.length === 0) return;
  const known = await db.select({ name: environment.name }).from(environment).where(inArray(environment.name, wanted));
  if (known.length < wanted.length) {
    throw new StoreError('environment_unknown', 'One of these environments does not exist.');
  }
}

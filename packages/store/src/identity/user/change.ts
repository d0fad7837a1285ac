import { and, eq, sql } from 'drizzle-orm';
import { audited } from '../../audit/audited.ts';
import type { Store } from '../../client.ts';
import { account, apiToken, session, user } from '../../schema/identity.ts';
import type { Tx } from '../../tx.ts';
import type { Principal } from '../principal.ts';
import { refuseRoles } from '../role/list.ts';
import { keepAnAdmin, lockUser, type User, userColumns } from './user.ts';

/** Gives another role and ends the person's sessions. Throws StoreError `not_found`, `last_admin`, `role_unknown`. */
export function changeRole(store: Store, principal: Principal, id: string, role: string): Promise<User> {
  return audited(store, principal, 'user.change-role', async (tx) => {
    await refuseRoles(tx, [role]);
    const before = await lockUser(tx, id);
    if (role !== before.role) await keepAnAdmin(tx, before);
    const after = await write(tx, id, { role });
    await endSessions(tx, id);
    return {
      result: after,
      object: `user:${id}`,
      summary: `Changed ${before.email} from ${before.role} to ${role}.`,
      before,
      after,
    };
  });
}

/** Ends the person's sessions and tokens for good. Throws StoreError `not_found`, `last_admin`. */
export function deactivateUser(store: Store, principal: Principal, id: string): Promise<User> {
  return audited(store, principal, 'user.deactivate', async (tx) => {
    const before = await lockUser(tx, id);
    await keepAnAdmin(tx, before);
    const after = await write(tx, id, { active: false });
    await endSessions(tx, id);
    await tx.db
      .update(apiToken)
      .set({ revokedAt: sql`coalesce(${apiToken.revokedAt}, now())` })
      .where(eq(apiToken.userId, id));
    return { result: after, object: `user:${id}`, summary: `Deactivated ${before.email}.`, before, after };
  });
}

/** Sets a new password and ends the person's sessions. Throws StoreError `not_found`. */
export function resetPassword(store: Store, principal: Principal, id: string, passwordHash: string): Promise<void> {
  return audited(store, principal, 'user.reset-password', async (tx) => {
    const found = await lockUser(tx, id);
    await tx.db
      .update(account)
      .set({ password: passwordHash, updatedAt: sql`now()` })
      .where(and(eq(account.userId, id), eq(account.providerId, 'credential')));
    await endSessions(tx, id);
    return { result: undefined, object: `user:${id}`, summary: `Reset the password of ${found.email}.` };
  });
}

async function write({ db }: Tx, id: string, values: Partial<Pick<User, 'role' | 'active'>>): Promise<User> {
  const [after] = await db
    .update(user)
    .set({ ...values, updatedAt: sql`now()` })
    .where(eq(user.id, id))
    .returning(userColumns);
  return after!;
}

async function endSessions({ db }: Tx, userId: string): Promise<void> {
  await db.delete(session).where(eq(session.userId, userId));
}

import { audited } from '../../audit/audited.ts';
import type { Store } from '../../client.ts';
import { StoreError } from '../../error.ts';
import { newId } from '../../id.ts';
import { user } from '../../schema/identity.ts';
import type { Principal } from '../principal.ts';
import { refuseRoles } from '../role/list.ts';
import { type User, userColumns } from './user.ts';

/** Makes an account for a program: CI, a partner. It cannot sign in; it acts by tokens. Throws StoreError `user_exists`, `role_unknown`. */
export function createService(
  store: Store,
  principal: Principal,
  wanted: { name: string; role: string; environments: string[] | null; folders: string[] | null },
): Promise<User> {
  return audited<User>(store, principal, 'user.create-service', async (tx) => {
    await refuseRoles(tx, [wanted.role]);
    const slug = wanted.name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-+|-+$/g, '');
    const email = `${slug}@service.invalid`;
    const [made] = await tx.db
      .insert(user)
      .values({ id: newId(), email, service: true, ...wanted })
      .onConflictDoNothing({ target: user.email })
      .returning(userColumns);
    if (made === undefined) throw new StoreError('user_exists', 'There is already a service account of that name.');
    const summary = `Made the service account ${wanted.name} as ${wanted.role}.`;
    return { result: made, object: `user:${made.id}`, summary, after: made };
  });
}

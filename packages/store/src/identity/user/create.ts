import { audited, type Done } from '../../audit/audited.ts';
import type { Store } from '../../client.ts';
import { StoreError } from '../../error.ts';
import { newId } from '../../id.ts';
import { account, user } from '../../schema/identity.ts';
import type { Tx } from '../../tx.ts';
import type { Principal } from '../principal.ts';
import { refuseRoles } from '../role/list.ts';
import { type User, userColumns } from './user.ts';

export interface NewUser {
  email: string;
  name: string;
  role: string;
  /** Where the role holds; left out or null: everywhere. */
  environments?: string[] | null;
  folders?: string[] | null;
  /** Of the sign-in library's kind (scrypt). */
  passwordHash: string;
}

/** Makes a person with a local account. Throws StoreError `user_exists`, `role_unknown`. */
export function createUser(store: Store, principal: Principal, wanted: NewUser): Promise<User> {
  return audited(store, principal, 'user.create', async (tx) => {
    await refuseRoles(tx, [wanted.role]);
    return insertUser(tx, wanted);
  });
}

/** The writes alone, for an act that has more to it. */
export async function insertUser({ db }: Tx, wanted: NewUser): Promise<Done<User>> {
  const email = wanted.email.toLowerCase();
  const [made] = await db
    .insert(user)
    .values({
      id: newId(),
      email,
      name: wanted.name,
      role: wanted.role,
      environments: wanted.environments ?? null,
      folders: wanted.folders ?? null,
    })
    .onConflictDoNothing({ target: user.email })
    .returning(userColumns);
  if (made === undefined) throw new StoreError('user_exists', `There is already a person with the address ${email}.`);
  await db.insert(account).values({
    id: newId(),
    userId: made.id,
    providerId: 'credential',
    accountId: made.id,
    password: wanted.passwordHash,
  });
  return { result: made, object: `user:${made.id}`, summary: `Made ${email} as ${wanted.role}.`, after: made };
}

import { and, eq, isNull } from 'drizzle-orm';
import { StoreError } from '../../error.ts';
import { user } from '../../schema/identity.ts';
import type { Tx } from '../../tx.ts';
import type { RoleName } from '../role.ts';

/** A person as others see them. */
export interface User {
  id: string;
  email: string;
  name: string;
  role: string;
  active: boolean;
  /** Where the role holds; null: everywhere. */
  environments: string[] | null;
  /** In which folders; null: all. */
  folders: string[] | null;
  /** A program, which acts by tokens. */
  service: boolean;
  /** For emergencies alone: asks for a reason and alarms. */
  breakGlass: boolean;
  createdAt: Date;
}

export const userColumns = {
  id: user.id,
  email: user.email,
  name: user.name,
  role: user.role,
  active: user.active,
  environments: user.environments,
  folders: user.folders,
  service: user.service,
  breakGlass: user.breakGlass,
  createdAt: user.createdAt,
};

/** Reads and locks one person. Throws StoreError `not_found`. */
export async function lockUser({ db }: Tx, id: string): Promise<User> {
  const [found] = await db.select(userColumns).from(user).where(eq(user.id, id)).for('update');
  if (found === undefined) throw new StoreError('not_found', 'There is no such person.');
  return found;
}

/** Throws StoreError `last_admin` when nobody else could administer; concurrent callers wait for each other. */
export async function keepAnAdmin({ db }: Tx, leaving: User): Promise<void> {
  const admin: RoleName = 'admin';
  if (leaving.role !== admin || !leaving.active || leaving.environments !== null || leaving.folders !== null) return;
  const admins = await db
    .select({ id: user.id })
    .from(user)
    .where(
      and(
        eq(user.role, admin),
        eq(user.active, true),
        isNull(user.environments),
        isNull(user.folders),
        eq(user.service, false),
      ),
    )
    .orderBy(user.id)
    .for('update');
  if (admins.every(({ id }) => id === leaving.id)) {
    throw new StoreError('last_admin', `${leaving.email} is the last administrator; make another one first.`);
  }
}

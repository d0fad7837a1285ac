import { sql } from 'drizzle-orm';
import { audited } from '../../audit/audited.ts';
import type { Store } from '../../client.ts';
import { user } from '../../schema/identity.ts';
import { system } from '../principal.ts';
import { insertUser } from './create.ts';

export const FIRST_ADMIN = 'admin@throughline.local';

/**
 * Makes the first administrator when there is nobody yet; of several processes that start at once, one does. True when made.
 */
export function createFirstAdmin(store: Store, passwordHash: () => Promise<string>): Promise<boolean> {
  return audited<boolean>(
    store,
    system('first-start'),
    'user.create',
    async (tx) => {
      await tx.db.execute(sql`select pg_advisory_xact_lock(hashtext('throughline.first-admin'))`);
      const [anybody] = await tx.db.select({ id: user.id }).from(user).limit(1);
      if (anybody !== undefined) return { result: false, object: null };
      const made = await insertUser(tx, {
        email: FIRST_ADMIN,
        name: 'First administrator',
        role: 'admin',
        passwordHash: await passwordHash(),
      });
      return { ...made, result: true };
    },
    'There was nobody who could sign in.',
  );
}

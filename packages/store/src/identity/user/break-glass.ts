import { audited } from '../../audit/audited.ts';
import type { Store } from '../../client.ts';
import type { Tx } from '../../tx.ts';
import { tellAdmins } from '../notice/notice.ts';
import type { Principal } from '../principal.ts';
import { insertUser } from './create.ts';
import type { User } from './user.ts';

/** Makes an account for emergencies. Its password belongs in a sealed envelope. Throws StoreError `user_exists`. */
export function createBreakGlass(
  store: Store,
  principal: Principal,
  wanted: { name: string; passwordHash: string },
): Promise<User> {
  return audited<User>(store, principal, 'user.create-break-glass', async (tx) => {
    const slug = wanted.name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-+|-+$/g, '');
    const made = await insertUser(tx, { ...wanted, email: `${slug}@emergency.invalid`, role: 'admin' });
    await tx.sql`update app_user set break_glass = true where id = ${made.result.id}`;
    const result = { ...made.result, breakGlass: true };
    const summary = `Made the account ${result.email} for emergencies.`;
    await tellAdmins(tx, 'break-glass', `${principal.name} made the account ${result.email} for emergencies.`);
    return { result, object: `user:${result.id}`, summary, after: result };
  });
}

/** Alarms every administrator: somebody broke the glass. */
export async function alarmBreakGlass(tx: Tx, email: string, reason: string, address: string | null): Promise<void> {
  const from = address === null ? '' : ` from ${address}`;
  await tellAdmins(tx, 'break-glass', `Emergency access: ${email} signed in${from}. Reason given: ${reason}`);
}

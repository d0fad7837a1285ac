import { audited } from '../../audit/audited.ts';
import type { Store } from '../../client.ts';
import type { Principal } from '../principal.ts';

/** Of the sign-in library's kind; null where this person has no password of ours. */
export async function readPasswordHash({ sql }: Store, { user }: Principal): Promise<string | null> {
  const [row] = await sql<{ password: string | null }[]>`
    select password from account where user_id = ${user?.id ?? null} and provider_id = 'credential'`;
  return row?.password ?? null;
}

/** Sets one's own password; one's other sessions end. */
export function setOwnPassword(store: Store, principal: Principal, passwordHash: string): Promise<void> {
  return audited<void>(store, principal, 'user.change-password', async ({ sql }) => {
    const id = principal.user?.id ?? null;
    await sql`
      update account set password = ${passwordHash}, updated_at = now()
      where user_id = ${id} and provider_id = 'credential'`;
    await sql`delete from session where user_id = ${id} and id is distinct from ${principal.session ?? null}`;
    return { result: undefined, object: principal.actor, summary: `${principal.name} changed their password.` };
  });
}

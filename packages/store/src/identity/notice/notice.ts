import { audited } from '../../audit/audited.ts';
import type { Store } from '../../client.ts';
import { StoreError } from '../../error.ts';
import { announce } from '../../event/announce.ts';
import { newId } from '../../id.ts';
import type { Tx } from '../../tx.ts';
import type { Principal } from '../principal.ts';

/** Something a person must know of, shown on every screen until they say that they saw it. */
export interface Notice {
  id: string;
  kind: string;
  sentence: string;
  at: Date;
}

/** Tells every administrator who can sign in. */
export async function tellAdmins(tx: Tx, kind: string, sentence: string): Promise<void> {
  const admins = await tx.sql<{ id: string }[]>`
    select id from app_user where role = 'admin' and active and not service and not break_glass`;
  for (const { id } of admins) {
    await tx.sql`insert into notice (id, user_id, kind, sentence) values (${newId()}, ${id}, ${kind}, ${sentence})`;
  }
  await announce(tx, 'notices', null);
}

/** What this person has not seen yet, the oldest first. */
export async function listNotices({ sql }: Store, userId: string): Promise<Notice[]> {
  const rows = await sql<(Omit<Notice, 'at'> & { at: string })[]>`
    select id, kind, sentence, at from notice where user_id = ${userId} and seen_at is null order by at, id limit 50`;
  return rows.map((row) => ({ ...row, at: new Date(row.at) }));
}

/** Throws StoreError `not_found`. */
export function seeNotice(store: Store, principal: Principal, id: string): Promise<void> {
  return audited<void>(store, principal, 'notice.see', async ({ sql }) => {
    const seen = await sql`
      update notice set seen_at = now()
      where id = ${id} and user_id = ${principal.user?.id ?? null} and seen_at is null returning 1`;
    if (seen.length === 0) throw new StoreError('not_found', 'There is no such notice.');
    return { result: undefined, object: `notice:${id}`, summary: `${principal.name} saw a notice.` };
  });
}

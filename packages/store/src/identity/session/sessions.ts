import { audited } from '../../audit/audited.ts';
import type { Store } from '../../client.ts';
import { StoreError } from '../../error.ts';
import type { Principal } from '../principal.ts';

/** A browser that somebody is signed in with. */
export interface SessionSummary {
  id: string;
  createdAt: Date;
  /** When it was last used, to the minute. */
  usedAt: Date;
  address: string | null;
  browser: string | null;
  method: string;
}

/** A row as the database writes it: instants as text. */
type Told<T, Instants extends keyof T> = Omit<T, Instants> & Record<Instants, string>;

/** One's own, the newest first. */
export async function listSessions({ sql }: Store, userId: string): Promise<SessionSummary[]> {
  const rows = await sql<Told<SessionSummary, 'createdAt' | 'usedAt'>[]>`
    select id, created_at as "createdAt", updated_at as "usedAt", nullif(ip_address, '') as address,
      nullif(user_agent, '') as browser, method
    from session where user_id = ${userId} and expires_at > now() order by updated_at desc, id desc`;
  return rows.map((row) => ({ ...row, createdAt: new Date(row.createdAt), usedAt: new Date(row.usedAt) }));
}

/** Ends one of one's own sessions. Throws StoreError `not_found`. */
export function endSession(store: Store, principal: Principal, id: string): Promise<void> {
  return audited<void>(store, principal, 'session.end', async ({ sql }) => {
    const gone =
      await sql`delete from session where id = ${id} and user_id = ${principal.user?.id ?? null} returning 1`;
    if (gone.length === 0) throw new StoreError('not_found', 'There is no such session.');
    return { result: undefined, object: principal.actor, summary: `${principal.name} ended a session of their own.` };
  });
}

/** Ends all of somebody's sessions but `kept`. Answers how many. */
export function endSessions(
  store: Store,
  principal: Principal,
  userId: string,
  kept: string | null,
): Promise<{ ended: number }> {
  return audited(store, principal, 'session.end-all', async ({ sql }) => {
    const [person] = await sql<{ email: string }[]>`select email from app_user where id = ${userId}`;
    if (person === undefined) throw new StoreError('not_found', 'There is no such person.');
    const gone = await sql`delete from session where user_id = ${userId} and id is distinct from ${kept} returning 1`;
    const summary = `Ended ${gone.length} sessions of ${person.email}.`;
    return { result: { ended: gone.length }, object: `user:${userId}`, summary };
  });
}

import type { Store } from '../client.ts';
import { StoreError } from '../error.ts';
import { newId } from '../id.ts';
import type { Tx } from '../tx.ts';

/** How a person likes to see a list. */
export interface SavedView {
  id: string;
  name: string;
  /** What the screen puts into its address. */
  query: Record<string, string>;
  changedAt: Date;
}

const MOST = 100;

export async function listViews(store: Store, user: string, screen: string): Promise<SavedView[]> {
  const rows = await store.sql<(Omit<SavedView, 'changedAt'> & { changedAt: string })[]>`
    select id, name, query, changed_at as "changedAt" from saved_view
    where user_id = ${user} and screen = ${screen} order by lower(name), id`;
  return rows.map((row) => ({ ...row, changedAt: new Date(row.changedAt) }));
}

/** Keeps a view under its name; the same name again replaces it. Throws StoreError `too_many` beyond 100. */
export async function saveView(
  { sql }: Tx,
  view: { user: string; screen: string; name: string; query: Record<string, string> },
): Promise<{ id: string }> {
  const [kept] = await sql<{ n: number }[]>`select count(*)::integer as n from saved_view where user_id = ${view.user}`;
  if (kept!.n >= MOST) throw new StoreError('too_many', `A person keeps ${MOST} views at most; remove one first.`);
  const [row] = await sql<{ id: string }[]>`
    insert into saved_view (id, user_id, screen, name, query)
    values (${newId()}, ${view.user}, ${view.screen}, ${view.name}, ${JSON.stringify(view.query)}::text::jsonb)
    on conflict (user_id, screen, name) do update set query = excluded.query, changed_at = now()
    returning id`;
  return row!;
}

/** False when this person has no such view. */
export async function removeView({ sql }: Tx, user: string, id: string): Promise<boolean> {
  const gone = await sql`delete from saved_view where id = ${id} and user_id = ${user} returning 1`;
  return gone.length > 0;
}

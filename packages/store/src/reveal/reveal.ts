import type { Store } from '../client.ts';
import type { Tx } from '../tx.ts';

/** Shows one message's content to one person until then; asking again starts the minutes anew. */
export async function grantReveal(
  { sql }: Tx,
  reveal: { user: string; message: string; reason: string; minutes: number },
): Promise<{ until: Date }> {
  const [row] = await sql<{ until: string }[]>`
    insert into reveal (user_id, message_id, reason, until)
    values (${reveal.user}, ${reveal.message}, ${reveal.reason}, clock_timestamp() + make_interval(mins => ${reveal.minutes}))
    on conflict (user_id, message_id) do update set reason = excluded.reason, until = excluded.until
    returning until`;
  return { until: new Date(row!.until) };
}

/** Until when this person sees this message unmasked; null: not now. */
export async function revealedUntil(store: Store, user: string, message: string): Promise<Date | null> {
  const [row] = await store.sql<{ until: string }[]>`
    select until from reveal where user_id = ${user} and message_id = ${message} and until > clock_timestamp()`;
  return row === undefined ? null : new Date(row.until);
}

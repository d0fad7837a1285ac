import { createHash } from 'node:crypto';
import { inArray, sql } from 'drizzle-orm';
import type { Store } from '../client.ts';
import { signInTry } from '../schema/identity.ts';

const LIMIT = 5;
const WINDOW_S = 60;

/** The two counts of one sign-in: of its account, whether it exists or not, and of the address it comes from. */
export function tryKeys(email: string, address: string | null): Buffer[] {
  return [`account ${email.toLowerCase()}`, `address ${address ?? 'unknown'}`]
    .map((text) => createHash('sha256').update(text).digest())
    .sort(Buffer.compare);
}

/**
 * Counts a sign-in before its password is looked at, so that parallel ones cannot slip past each other. Answers the seconds to
 * wait when there were more than 5 in a minute, else null.
 */
export async function countTry(store: Store, keys: Buffer[]): Promise<number | null> {
  const over = sql`${signInTry.since} < now() - make_interval(secs => ${WINDOW_S})`;
  await store.db.delete(signInTry).where(sql`${signInTry.since} < now() - interval '1 hour'`);
  const counted = await store.db
    .insert(signInTry)
    .values(keys.map((key) => ({ key, since: sql`now()`, count: 1 })))
    .onConflictDoUpdate({
      target: signInTry.key,
      set: {
        since: sql`case when ${over} then now() else ${signInTry.since} end`,
        count: sql`case when ${over} then 1 else ${signInTry.count} + 1 end`,
      },
    })
    .returning({
      count: signInTry.count,
      wait: sql<number>`ceil(extract(epoch from ${signInTry.since} - now()) + ${WINDOW_S})::integer`,
    });
  const waits = counted.filter(({ count }) => count > LIMIT).map(({ wait }) => wait);
  return waits.length === 0 ? null : Math.max(1, ...waits);
}

/** A sign-in that succeeded does not count. */
export async function forgiveTry(store: Store, keys: Buffer[]): Promise<void> {
  await store.db
    .update(signInTry)
    .set({ count: sql`greatest(0, ${signInTry.count} - 1)` })
    .where(inArray(signInTry.key, keys));
}

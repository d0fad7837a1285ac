import type { Store } from '../client.ts';

/** Messages and deliveries that wait for a worker, counted up to `limit`. */
export async function countWaiting(store: Store, limit: number): Promise<number> {
  const [row] = await store.sql<{ n: number }[]>`
    select count(*)::integer as n from (select 1 from work limit ${limit}) w`;
  return row!.n;
}

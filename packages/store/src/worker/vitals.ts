import type { Store } from '../client.ts';

export interface Vitals {
  waiting: number;
  parked: number;
  quarantined: number;
  /** Seconds for which the most neglected lane has had due work and nobody at it. */
  overdueS: number;
}

export async function readVitals(store: Store): Promise<Vitals> {
  const [row] = await store.sql<[Vitals]>`
    select (select count(*) from work)::integer as waiting,
      (select count(*) from lane where parked_by is not null)::integer as parked,
      (select count(*) from quarantine where state = 'open')::integer as quarantined,
      coalesce((select max(extract(epoch from clock_timestamp() - greatest(ready_at, coalesce(lease_until, ready_at)))) from lane l
        where ready_at < clock_timestamp() and parked_by is null and (lease_until is null or lease_until < clock_timestamp())
          and exists (select from work w where w.lane_id = l.id)), 0)::double precision as "overdueS"`;
  return row;
}

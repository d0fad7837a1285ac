import type { Store } from '../client.ts';

/** Counters for machines: what became of deliveries, by environment, flow and destination. */
export interface DestinationCounters {
  environment: string;
  flow: string;
  destination: string;
  accepted: number;
  delivered: number;
  quarantined: number;
  filtered: number;
  inFlight: number;
}

export async function readCounters(store: Store): Promise<DestinationCounters[]> {
  return await store.sql<DestinationCounters[]>`
    with waiting as (
      select p.deployment_id, dest.node, count(*) as n from work w join pin p on p.id = w.pin_id,
        unnest(p.destinations) with ordinality as dest(node, bit)
      where w.reach & (1::bigint << (dest.bit - 1)::integer) <> 0 group by 1, 2
    )
    select e.name as environment, d.flow_id as flow, l.node as destination, sum(l.accepted)::double precision as accepted,
      sum(l.delivered)::double precision as delivered, sum(l.quarantined)::double precision as quarantined,
      sum(l.filtered)::double precision as filtered, coalesce(max(w.n), 0)::double precision as "inFlight"
    from ledger l join deployment d on d.id = l.deployment_id join environment e on e.id = d.environment_id
    left join waiting w on w.deployment_id = l.deployment_id and w.node = l.node
    group by 1, 2, 3 order by 1, 2, 3`;
}

/** Destinations that are paused or failing, by environment. */
export async function readOpenGates(
  store: Store,
): Promise<{ environment: string; partner: string; failures: number }[]> {
  return await store.sql<{ environment: string; partner: string; failures: number }[]>`
    select e.name as environment, g.name as partner, g.failures from gate g join environment e on e.id = g.environment_id
    where g.paused_until is not null`;
}

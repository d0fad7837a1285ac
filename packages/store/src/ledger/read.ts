import { type SQL, sql } from 'drizzle-orm';
import type { Store } from '../client.ts';

/** Deliveries due, and what became of them: accepted = delivered + quarantined + filtered + inFlight, always. */
export interface LedgerCounts {
  accepted: number;
  delivered: number;
  quarantined: number;
  filtered: number;
  /** Counted from the waiting work itself, never derived from the other four. */
  inFlight: number;
}

export interface LedgerLine extends LedgerCounts {
  flow: string;
  /** Node id of the connector. */
  destination: string;
}

/**
 * The conservation line of every destination, read in one snapshot. `flow` limits it to one flow.
 * A message counts once for each destination that it can reach.
 */
export async function readLedger(
  store: Pick<Store, 'db'>,
  { environment, flow }: { environment: string; flow?: string },
): Promise<LedgerLine[]> {
  const only: SQL = flow === undefined ? sql`true` : sql`d.flow_id = ${flow}`;
  const rows = await store.db.execute<Record<keyof LedgerLine, string>>(sql`
    with d as (
      select d.id, d.flow_id from deployment d join environment e on e.id = d.environment_id
      where e.name = ${environment} and ${only}
    ), counted as (
      select l.deployment_id, l.node, sum(l.accepted) as accepted, sum(l.delivered) as delivered,
        sum(l.quarantined) as quarantined, sum(l.filtered) as filtered
      from ledger l join d on d.id = l.deployment_id group by 1, 2
    ), waiting as (
      select p.deployment_id, dest.node, count(*) as in_flight
      from d join pin p on p.deployment_id = d.id join work w on w.pin_id = p.id,
        unnest(p.destinations) with ordinality as dest(node, bit)
      where w.reach & (1::bigint << (dest.bit - 1)::integer) <> 0
      group by 1, 2
    )
    select d.flow_id as flow, node as destination, coalesce(accepted, 0) as accepted, coalesce(delivered, 0) as delivered,
      coalesce(quarantined, 0) as quarantined, coalesce(filtered, 0) as filtered, coalesce(in_flight, 0) as "inFlight"
    from counted full join waiting using (deployment_id, node) join d on d.id = deployment_id
    order by 1, 2`);
  return rows.map((row) => ({
    flow: row.flow,
    destination: row.destination,
    accepted: Number(row.accepted),
    delivered: Number(row.delivered),
    quarantined: Number(row.quarantined),
    filtered: Number(row.filtered),
    inFlight: Number(row.inFlight),
  }));
}

/** The sum of some lines. */
export function sumLedger(lines: readonly LedgerCounts[]): LedgerCounts {
  const sum: LedgerCounts = { accepted: 0, delivered: 0, quarantined: 0, filtered: 0, inFlight: 0 };
  for (const line of lines) {
    for (const column of Object.keys(sum) as (keyof LedgerCounts)[]) sum[column] += line[column];
  }
  return sum;
}

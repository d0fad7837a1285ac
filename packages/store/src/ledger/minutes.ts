import type { Store } from '../client.ts';

/** Writes down how the ledger stands, once a minute whoever asks; what is older than a day is forgotten. */
export async function keepMinute({ sql }: Pick<Store, 'sql'>): Promise<void> {
  await sql`
    insert into ledger_minute (deployment_id, at, accepted, quarantined)
    select deployment_id, date_trunc('minute', now()), sum(accepted), sum(quarantined) from ledger
    where not exists (select from ledger_minute where at = date_trunc('minute', now())) group by 1
    on conflict do nothing`;
  await sql`delete from ledger_minute where at < now() - interval '25 hours'`;
}

/** How busy a flow was in the last hour. */
export interface FlowRate {
  flow: string;
  /** Received in each of the last 12 times five minutes, the oldest first; a message counts once for every destination it can reach. */
  trend: number[];
  received: number;
  /** Of what came to a stop in the last hour, whatever became of it since. */
  stopped: number;
  /** Since when its longest waiting message waits: for its turn, an attempt, or behind a parked key. */
  oldestAt: Date | null;
  /** Order keys that are parked. */
  parked: number;
}

const TIMES = 12;

/** The flows that an environment knows, over the last hour. */
export async function readRates(store: Pick<Store, 'sql'>, environment: string): Promise<FlowRate[]> {
  const { sql } = store;
  const rows = await sql<{ flow: string; edges: number[]; stopped: number; oldest: string | null; parked: number }[]>`
    with d as (
      select d.id, d.flow_id from deployment d join environment e on e.id = d.environment_id where e.name = ${environment}
    )
    select d.flow_id as flow, (
      select array_agg(case when i = 0 then coalesce((select sum(l.accepted) from ledger l where l.deployment_id = d.id), 0)
        else coalesce((select m.accepted from ledger_minute m where m.deployment_id = d.id
          and m.at <= now() - make_interval(mins => 5 * i) order by m.at desc limit 1), 0) end::double precision order by i desc)
      from generate_series(0, ${TIMES}) as i) as edges, (
      select coalesce(sum(bit_count(int8send(q.reach))), 0)::double precision from quarantine q
      where q.deployment_id = d.id and q.id >= uuid_floor(now() - interval '1 hour')) as stopped,
      (select min(w.first_at) from lane n join work w on w.lane_id = n.id where n.deployment_id = d.id) as oldest,
      (select count(*)::integer from lane n where n.deployment_id = d.id and n.parked_by is not null) as parked
    from d`;
  return rows.map(({ flow, edges, stopped, oldest, parked }) => ({
    flow,
    trend: edges.slice(1).map((edge, i) => Math.max(0, edge - edges[i]!)),
    received: Math.max(0, edges.at(-1)! - edges[0]!),
    stopped,
    oldestAt: oldest === null ? null : new Date(oldest),
    parked,
  }));
}

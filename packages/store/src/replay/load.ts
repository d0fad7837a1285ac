import type { Store } from '../client.ts';

/** What a destination can be asked to take: how fast it took messages lately, and whether it wants to be left alone. */
export interface DestinationLoad {
  deployment: number;
  node: string;
  name: string;
  /** The partner behind it: a connection, or an address. */
  partner: string;
  /** Deliveries that the partner took in its busiest minute of the last hour, from whatever flow; null: none. */
  perMinute: number | null;
  /** How often the partner asked to wait in the last hour. */
  limited: number;
  /** Set while its circuit is open, or it asked to wait; it is asked again after `waitMs`. */
  gate: { reason: string; until: Date; waitMs: number } | null;
}

/** The destinations behind these deployments, in the versions that are live there. */
export async function destinationLoads(store: Store, deployments: number[]): Promise<DestinationLoad[]> {
  if (deployments.length === 0) return [];
  const rows = await store.sql<
    (Omit<DestinationLoad, 'gate'> & { reason: string | null; until: string | null; waitMs: number })[]
  >`
    with places as materialized (
      select d.id as deployment, d.environment_id, d.flow_id, t ->> 'node' as node, t ->> 'name' as name,
        v.plan::json -> 'steps' -> (t ->> 'step')::integer -> 'config' as config
      from deployment d join flow_version v on v.flow_id = d.flow_id and v.version = d.version,
        json_array_elements(v.plan::json -> 'destinations') t
      where d.environment_id in (select environment_id from deployment where id = any (${deployments}))
    ), called as (
      select *, coalesce(nullif(config ->> 'connection', ''), substring(config ->> 'url' from '^[a-z]+://[^/]+')) as partner from places
    ), named as materialized (
      select *, coalesce(partner, flow_id || '/' || node) as gate from called
    ), minutes as materialized (
      select n.environment_id, n.gate, count(*)::integer as taken from delivery x join run r on r.id = x.run_id
      join named n on n.deployment = r.deployment_id and n.node = x.node
      where x.run_id >= uuid_floor(now() - interval '2 hours') and x.at > now() - interval '1 hour'
      group by 1, 2, date_trunc('minute', x.at)
    ), waits as materialized (
      select n.environment_id, n.gate, count(*)::integer as asked from attempt a join run r on r.id = a.run_id
      join named n on n.deployment = r.deployment_id and n.node = a.node
      where a.run_id >= uuid_floor(now() - interval '2 hours') and a.at > now() - interval '1 hour' and a.class = 'rate-limited'
      group by 1, 2
    )
    select p.deployment, p.node, p.name, coalesce(p.partner, p.config ->> 'host', p.node) as partner,
      (select max(taken) from minutes m where m.environment_id = p.environment_id and m.gate = p.gate) as "perMinute",
      coalesce((select asked from waits w where w.environment_id = p.environment_id and w.gate = p.gate), 0) as limited,
      g.reason, g.paused_until as until,
      greatest(0, extract(epoch from g.paused_until - clock_timestamp()) * 1000)::double precision as "waitMs"
    from named p left join gate g on g.environment_id = p.environment_id and g.paused_until is not null and g.name = p.gate
    where p.deployment = any (${deployments})`;
  return rows.map(({ reason, until, waitMs, ...row }) => ({
    ...row,
    gate: until === null ? null : { reason: reason ?? '', until: new Date(until), waitMs },
  }));
}

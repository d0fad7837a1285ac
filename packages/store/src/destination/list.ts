import type { Store } from '../client.ts';

/** How a partner is: what was delivered lately, what it answered last, whether its gate is open. */
export interface DestinationHealth {
  flow: string;
  flowName: string;
  node: string;
  name: string;
  /** The partner behind it: a connection, or an address. */
  partner: string;
  delivered: number;
  failed: number;
  /** Deliveries in each of the last 12 times five minutes, the oldest first. */
  trend: number[];
  lastStatus: string | null;
  lastAt: Date | null;
  lastError: { code: string; sentence: string; at: Date } | null;
  /** Set while nobody, or one probe at a time, may pass. */
  gate: { failures: number; until: Date | null; reason: string | null } | null;
  /** Its connection's: why nothing is sent there until somebody looked. */
  alarm: { sentence: string; at: Date } | null;
  waiting: number;
  parked: number;
  oldestAt: Date | null;
}

interface Row {
  flow: string;
  flowName: string;
  node: string;
  name: string;
  partner: string;
  delivered: number;
  failed: number;
  trend: number[];
  status: string | null;
  last: string | null;
  error: { code: string; sentence: string; at: string } | null;
  failures: number | null;
  until: string | null;
  reason: string | null;
  alarm: { sentence: string; at: string } | null;
  waiting: number;
  parked: number;
  oldest: string | null;
}

/** Destinations of the flows that are live in an environment, over the last hour. */
export async function listDestinations(store: Store, environment: string): Promise<DestinationHealth[]> {
  const rows = await store.sql<Row[]>`
    with places as materialized (
      select d.id as deployment, d.environment_id, d.flow_id, v.plan::json ->> 'name' as flow_name, t ->> 'node' as node, t ->> 'name' as name,
        (v.plan::json -> 'steps' -> (t ->> 'step')::integer -> 'config') as config
      from deployment d join environment e on e.id = d.environment_id
      join flow_version v on v.flow_id = d.flow_id and v.version = d.version, json_array_elements(v.plan::json -> 'destinations') t
      where e.name = ${environment} and d.active
    ), recent as materialized (
      select r.deployment_id as deployment, x.node, x.status, x.at from delivery x join run r on r.id = x.run_id
      where x.run_id >= uuid_floor(now() - interval '2 hours') and x.at > now() - interval '1 hour'
    ), tried as materialized (
      select r.deployment_id as deployment, a.node, a.code, a.sentence, a.at from attempt a join run r on r.id = a.run_id
      where a.run_id >= uuid_floor(now() - interval '2 hours') and a.at > now() - interval '1 hour'
    )
    select p.flow_id as flow, p.flow_name as "flowName", p.node, p.name,
      coalesce(nullif(p.config ->> 'connection', ''), substring(p.config ->> 'url' from '^[a-z]+://[^/]+'), p.config ->> 'host', p.node) as partner,
      (select count(*)::integer from recent x where x.deployment = p.deployment and x.node = p.node) as delivered,
      (select count(*)::integer from tried x where x.deployment = p.deployment and x.node = p.node) as failed,
      (select json_agg((select count(*)::integer from recent x where x.deployment = p.deployment and x.node = p.node
          and x.at > now() - make_interval(mins => 5 * (12 - i)) and x.at <= now() - make_interval(mins => 5 * (11 - i))) order by i)
        from generate_series(0, 11) as i) as trend,
      l.status, l.at as last,
      (select json_build_object('code', x.code, 'sentence', x.sentence, 'at', x.at) from tried x
        where x.deployment = p.deployment and x.node = p.node order by x.at desc limit 1) as error,
      g.failures, g.paused_until as until, g.reason,
      (select json_build_object('sentence', c.alarm, 'at', c.alarmed_at) from connection c where c.environment_id = p.environment_id
        and c.name = p.config ->> 'connection' and c.alarm is not null) as alarm,
      w.waiting, w.oldest, (select count(*)::integer from lane n where n.deployment_id = p.deployment and n.node = p.node and n.parked_by is not null) as parked
    from places p
    left join lateral (select x.status, x.at from recent x where x.deployment = p.deployment and x.node = p.node order by x.at desc limit 1) l on true
    left join gate g on g.environment_id = p.environment_id
      and g.name = coalesce(nullif(p.config ->> 'connection', ''), substring(p.config ->> 'url' from '^[a-z]+://[^/]+'), p.flow_id || '/' || p.node)
      and g.paused_until is not null
    left join lateral (
      select count(*)::integer as waiting, min(y.first_at) as oldest from lane n join work y on y.lane_id = n.id
      where n.deployment_id = p.deployment and n.node = p.node) w on true
    order by p.flow_name, p.node`;
  return rows.map(({ status, last, error, failures, until, reason, alarm, oldest, ...row }) => ({
    ...row,
    lastStatus: status,
    lastAt: last === null ? null : new Date(last),
    lastError: error === null ? null : { ...error, at: new Date(error.at) },
    gate: failures === null ? null : { failures, until: until === null ? null : new Date(until), reason },
    alarm: alarm === null ? null : { ...alarm, at: new Date(alarm.at) },
    oldestAt: oldest === null ? null : new Date(oldest),
  }));
}

import type { Store } from '../client.ts';
import { type BusinessKey, keysIn, keysOf } from '../run/keys.ts';

/** One message of a business event: when it came, where, and what became of it at each destination. */
export interface TimelineEntry {
  run: string;
  message: string;
  flow: string;
  flowName: string;
  replay: number;
  state: 'waiting' | 'running' | 'done' | 'quarantined';
  error: { code: string; node: string | null } | null;
  acceptedAt: Date;
  endedAt: Date | null;
  correlationId: string;
  /** The keys that the search found it by. */
  keys: BusinessKey[];
  deliveries: { node: string; name: string; status: string; reference: string | null; at: Date }[];
  /** Destinations its flow delivers to, and for which nothing is on record. */
  open: { node: string; name: string }[];
}

interface Row {
  run: string;
  message: string;
  flow: string;
  flowName: string;
  replay: number;
  state: TimelineEntry['state'];
  code: string | null;
  node: string | null;
  accepted: string;
  ended: string | null;
  correlationId: string;
  keys: [string, string][];
  destinations: { node: string; name: string }[];
  /** Nodes that have confirmed the message, in this run or in the one that it replays. */
  reached: string[];
  deliveries: { node: string; status: string; reference: string | null; at: string }[];
}

const MOST = 500;

/**
 * Everything that carries a business key or a correlation id, oldest first, across flows; from one hit it also follows the
 * correlation ids of what it found, so that the messages of other flows of the same event are there too.
 */
export async function readTimeline(
  store: Store,
  { environment, key, folders }: { environment: string; key: string; folders?: string[] | undefined },
): Promise<TimelineEntry[]> {
  const text = key.trim();
  const rows = await store.sql<Row[]>`
    with direct as materialized (
      (select message_id as id from business_key where value = ${text.slice(0, 200)} order by message_id desc limit ${MOST})
      union (select message_id from business_key where value = ${store.keys.blind(text)} order by message_id desc limit ${MOST})
      union (select id from message where correlation_id = ${text} order by id desc limit ${MOST})
    ), hits as materialized (
      select id from direct
      union
      select o.id from direct d join message m on m.id = d.id cross join lateral (
        select x.id from message x where x.correlation_id = m.correlation_id order by x.id desc limit 50) o
    ), runs as (
      select r.id, r.message_id, r.deployment_id, r.pin_id, r.replay, r.state, r.error_code, r.error_node, r.ended_at
      from hits h join run r on r.id = h.id
      union all
      select r.id, r.message_id, r.deployment_id, r.pin_id, r.replay, r.state, r.error_code, r.error_node, r.ended_at
      from hits h join run r on r.message_id = h.id and r.replay > 0
      union all
      select distinct on (w.run_id) w.run_id, w.message_id, p.deployment_id, w.pin_id, w.replay, 'waiting', null, null, null::timestamptz
      from hits h join work w on w.message_id = h.id join pin p on p.id = w.pin_id
      where not exists (select from run r where r.id = w.run_id)
    )
    select u.id as run, u.message_id as message, d.flow_id as flow, v.plan::json ->> 'name' as "flowName", u.replay, u.state,
      u.error_code as code, u.error_node as node, m.accepted_at as accepted, u.ended_at as ended, m.correlation_id as "correlationId",
      ${store.sql.unsafe(keysIn('u.message_id'))} as keys,
      v.plan::json -> 'destinations' as destinations,
      (select coalesce(array_agg(x.node), '{}') from delivery x where x.message_id = u.message_id) as reached,
      (select coalesce(json_agg(json_build_object('node', x.node, 'status', x.status, 'reference', x.reference, 'at', x.at) order by x.at), '[]')
        from delivery x where x.run_id = u.id) as deliveries
    from runs u join deployment d on d.id = u.deployment_id join environment e on e.id = d.environment_id
    join pin p on p.id = u.pin_id join flow_version v on v.flow_id = d.flow_id and v.version = p.version
    join message m on m.id = u.message_id
    where e.name = ${environment}
      ${folders === undefined ? store.sql`` : store.sql`and d.flow_id in (select id from flow where folder = any (${folders}))`}
    order by u.id limit ${MOST}`;
  return rows.map(entryOf);
}

function entryOf({ code, node, accepted, ended, keys, destinations, reached, deliveries, ...row }: Row): TimelineEntry {
  const nameOf = (id: string) => destinations.find((one) => one.node === id)?.name ?? id;
  const isOver = row.state === 'done';
  return {
    ...row,
    error: code === null ? null : { code, node },
    acceptedAt: new Date(accepted),
    endedAt: ended === null ? null : new Date(ended),
    keys: keysOf(keys),
    deliveries: deliveries.map((one) => ({ ...one, name: nameOf(one.node), at: new Date(one.at) })),
    // A finished run owes nothing: what it did not deliver, its flow left out on purpose.
    open: isOver
      ? []
      : destinations.filter((one) => !reached.includes(one.node)).map(({ node: id, name }) => ({ node: id, name })),
  };
}

import type { Store } from '../client.ts';

/** Quarantined messages of one cause: the same flow, node, code and field. */
export interface QuarantineGroup {
  flow: string;
  node: string;
  /** The node as its flow calls it. */
  nodeName: string;
  code: string;
  class: string;
  /** Path with its places left out: `lines[].item`. */
  field: string | null;
  sentence: string;
  count: number;
  /** Of them, those that park their key. */
  parking: number;
  firstAt: Date;
  lastAt: Date;
  owners: string[];
  /** The newest note. */
  note: string | null;
  /** How many came in each of the last 24 hours, the oldest first. */
  trend: number[];
  /** What look-ups missed, most wanted first; of personal keys the hash only. */
  missed: { table: string; hash: string; key: string[] | null; count: number }[];
}

const HOURS = 24;
const MISSED_SHOWN = 20;

/** What waits for a person, by cause, the largest first. */
export async function groupQuarantine(
  store: Store,
  filter: { environment: string; flow?: string | undefined; folders?: string[] | undefined },
): Promise<QuarantineGroup[]> {
  const { sql } = store;
  const rows = await sql<(Omit<QuarantineGroup, 'firstAt' | 'lastAt'> & { first: string; last: string })[]>`
    with open as materialized (
      select q.id, d.flow_id as flow, q.node, q.pin_id, q.step, q.code, q.class, regexp_replace(q.path, '\\[\\d+\\]', '[]', 'g') as field, q.sentence, q.at,
        q.owner, q.note, l.parked_by = q.id as parking,
        greatest(0, floor(extract(epoch from now() - q.at) / 3600))::integer as age
      from quarantine q join deployment d on d.id = q.deployment_id join environment e on e.id = d.environment_id
      left join lane l on l.id = q.lane_id
      where q.state = 'open' and e.name = ${filter.environment} ${filter.flow === undefined ? sql`` : sql`and d.flow_id = ${filter.flow}`}
        ${filter.folders === undefined ? sql`` : sql`and d.flow_id in (select id from flow where folder = any (${filter.folders}))`}
    ), grouped as (
      select flow, node, code, field, min(class) as class, (array_agg(sentence order by at desc))[1] as sentence,
        count(*)::integer as count, (count(*) filter (where parking))::integer as parking, min(at) as first, max(at) as last,
        coalesce(array_agg(distinct owner) filter (where owner is not null), '{}') as owners,
        (array_agg(pin_id order by at desc))[1] as pin, (array_agg(step order by at desc))[1] as step,
        (array_agg(note order by at desc) filter (where note is not null))[1] as note
      from open group by 1, 2, 3, 4
    )
    select g.flow, g.node, g.code, g.field, g.class, g.sentence, g.count, g.parking, g.first, g.last, g.owners, g.note,
      coalesce(v.plan::json -> 'steps' -> g.step::integer ->> 'name', g.node) as "nodeName", (
        select json_agg(coalesce(n, 0) order by hour desc) from generate_series(0, ${HOURS - 1}) as hour left join (
          select age, count(*)::integer as n from open o
          where (o.flow, o.node, o.code) = (g.flow, g.node, g.code) and o.field is not distinct from g.field group by age
        ) counted on counted.age = hour) as trend,
      (select coalesce(json_agg(json_build_object('table', m.table_name, 'hash', m.hash, 'key', m.key, 'count', m.n) order by m.n desc), '[]')
        from (
          select m.table_name, m.hash, m.key, count(*)::integer as n from open o join missed m on m.quarantine_id = o.id
          where (o.flow, o.node, o.code) = (g.flow, g.node, g.code) and o.field is not distinct from g.field
          group by 1, 2, 3 order by n desc limit ${MISSED_SHOWN}) m) as missed
    from grouped g left join pin p on p.id = g.pin left join flow_version v on v.flow_id = g.flow and v.version = p.version
    order by g.count desc, g.last desc`;
  return rows.map(({ first, last, ...row }) => ({ ...row, firstAt: new Date(first), lastAt: new Date(last) }));
}

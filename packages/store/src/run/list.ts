import type { Store } from '../client.ts';
import { conditionsOf, deploymentsOf, type Fragment, floorOf, type RunFilter, takesWaiting } from './filter.ts';
import { keysIn } from './keys.ts';
import { candidates } from './search.ts';
import { type RunRow, type RunSummary, summaryOf } from './summary.ts';

const NARROWED = 1000;

export interface RunQuery extends RunFilter {
  /** A business key, correlation id, id of a message or run, or part of an error code. */
  search?: string | undefined;
  /** Id of the last run of the page before. */
  before?: string | undefined;
  /** Only what is newer than this run: what a live list asks for. */
  after?: string | undefined;
  limit: number;
}

/**
 * Runs of an environment, newest first. Ids carry their time, so one index serves order, time and paging: each deployment gives its
 * newest fitting ones, and the newest of those are the page. What was accepted and has not begun stands among them, as `waiting`.
 */
export async function listRuns(store: Store, query: RunQuery): Promise<RunSummary[]> {
  const { sql } = store;
  const { before, after, limit } = query;
  const deployments = await deploymentsOf(store, query);
  if (deployments.length === 0) return [];
  const bounds = (id: Fragment) => sql`
    ${before === undefined ? sql`` : sql`and ${id} < ${before}::uuid`}
    ${after === undefined ? sql`` : sql`and ${id} > ${after}::uuid`}`;
  const only =
    query.search === undefined ? null : await candidates(store, query.search, deployments, bounds, windowOf(query));
  if (only?.length === 0) return [];
  const among = (id: Fragment) => (only === null ? sql`` : sql`and ${id} = any (${only}::uuid[])`);
  const narrow = sql`${conditionsOf(store, query)} ${bounds(sql`r.id`)}`;
  const { since, until, version, replay } = query;
  const waiting = takesWaiting(query)
    ? sql`
      union all
      select * from (
        select w.run_id, w.message_id, p.deployment_id, w.pin_id, w.replay, 'waiting', null, null, null::timestamptz, null::timestamptz
        from work w join pin p on p.id = w.pin_id
        where p.deployment_id = any (${deployments}) and not exists (select from run r where r.id = w.run_id)
          ${bounds(sql`w.run_id`)} ${among(sql`w.run_id`)}
          ${version === undefined ? sql`` : sql`and p.version = ${version}`}
          ${replay === undefined ? sql`` : replay ? sql`and w.replay > 0` : sql`and w.replay = 0`}
          ${since === undefined ? sql`` : sql`and w.run_id >= ${floorOf(store, since)}`}
          ${until === undefined ? sql`` : sql`and w.run_id < ${floorOf(store, until)}`}
        order by w.run_id desc limit ${limit}) waits`
    : sql``;
  const columns = sql`r.id, r.message_id, r.deployment_id, r.pin_id, r.replay, r.state, r.error_code, r.error_node, r.began_at, r.ended_at`;
  // What a search found is looked up id by id, each in its own day; else each deployment gives its newest.
  const [own, newest] = wayOf(store, query);
  const runs =
    only === null
      ? sql`
        select x.* from unnest(${deployments}::integer[]) as d(id) cross join lateral (
          select ${columns} from run r where ${own} ${narrow} order by ${newest} limit ${limit}) x`
      : sql`
        select x.* from unnest(${only}::uuid[]) as c(id) cross join lateral (
          select ${columns} from run r where r.id = c.id and r.deployment_id = any (${deployments}) ${narrow} limit 1) x`;
  const rows = await sql<RunRow[]>`
    with page as materialized (
      ${runs}
      ${waiting}
      order by id desc limit ${limit}
    )
    select page.id, page.message_id as message, d.flow_id as flow, p.version, page.state, page.replay,
      m.correlation_id as "correlationId", page.error_code as code, page.error_node as node, m.accepted_at as "acceptedAt",
      page.began_at as "beganAt", page.ended_at as "endedAt", m.size, m.content_type as "contentType",
      ${sql.unsafe(keysIn('page.message_id'))} as keys
    from page join deployment d on d.id = page.deployment_id join pin p on p.id = page.pin_id
    left join message m on m.id = page.message_id
    order by page.id desc`;
  return rows.map(summaryOf);
}

const FIRST = '00000000-0000-0000-0000-000000000000';
const LAST = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/**
 * The runs of deployment `d`, and their order. As a stretch of (deployment, id) only the index of these two can give it; as an equality
 * the planner reads backward through everybody's runs to find those of a deployment that has none. Other filters have indices of their own.
 */
function wayOf(store: Store, { state, code, node, since, until, before, after }: RunQuery): [Fragment, Fragment] {
  const { sql } = store;
  const isPlain = (state === undefined || state === 'done') && code === undefined && node === undefined;
  if (!isPlain) return [sql`r.deployment_id = d.id`, sql`r.id desc`];
  const from = sql`greatest(${after ?? FIRST}::uuid, ${since === undefined ? sql`${FIRST}::uuid` : floorOf(store, since)})`;
  const to = sql`least(${before ?? LAST}::uuid, ${until === undefined ? sql`${LAST}::uuid` : floorOf(store, until)})`;
  return [
    sql`(r.deployment_id, r.id) >= (d.id, ${from}) and (r.deployment_id, r.id) < (d.id, ${to})`,
    sql`r.deployment_id desc, r.id desc`,
  ];
}

/** How many hits of a search are looked at: as many as are wanted, more where filters narrow among them. */
function windowOf({ limit, flow, state, code, node, version, replay, since, until }: RunQuery): number {
  const isNarrowed = [flow, state, code, node, version, replay, since, until].some((part) => part !== undefined);
  return isNarrowed ? Math.max(limit, NARROWED) : limit;
}

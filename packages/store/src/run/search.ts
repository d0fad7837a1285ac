import type { Store } from '../client.ts';
import type { Fragment } from './filter.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const CODE = /^[a-z][a-z0-9_]{1,79}$/;

/**
 * Ids of the newest runs that a text finds: by business key (an open one as it is, a personal one by its keyed hash), correlation id,
 * id of a run or message, or a part of an error code.
 */
export async function candidates(
  store: Pick<Store, 'sql' | 'keys'>,
  search: string,
  deployments: number[],
  bounds: (id: Fragment) => Fragment,
  window: number,
): Promise<string[]> {
  const { sql } = store;
  const text = search.trim();
  const codes = CODE.test(text) ? await codesWith(store, text) : [];
  const id = UUID.test(text) ? text.toLowerCase() : null;
  const rows = await sql<{ id: string }[]>`
    with found as materialized (
      (select message_id as id from business_key where value = ${text.slice(0, 200)} ${bounds(sql`message_id`)} order by message_id desc limit ${window})
      union all
      (select message_id from business_key where value = ${store.keys.blind(text)} ${bounds(sql`message_id`)} order by message_id desc limit ${window})
      union all
      (select id from message where correlation_id = ${text} ${bounds(sql`id`)} order by id desc limit ${window})
      union all
      select ${id}::uuid where ${id}::text is not null
    ), hits as (
      select id from found
      union
      select r.id from found f join run r on r.message_id = f.id and r.replay > 0
      union
      select w.run_id from found f join work w on w.message_id = f.id and w.replay > 0
      union
      select x.id from unnest(${codes}::text[]) as c(code) cross join lateral (
        select r.id from run r where r.error_code = c.code and r.deployment_id = any (${deployments}) ${bounds(sql`r.id`)}
        order by r.id desc limit ${window}) x
    )
    select id from hits where true ${bounds(sql`id`)} order by id desc limit ${window}`;
  return rows.map((row) => row.id);
}

/** The error codes that occur and hold this text: a walk from one code to the next along the index. */
async function codesWith({ sql }: Pick<Store, 'sql'>, text: string): Promise<string[]> {
  const rows = await sql<{ code: string }[]>`
    with recursive walk as (
      select min(error_code) as code from run where error_code is not null
      union all
      select (select min(r.error_code) from run r where r.error_code > walk.code) from walk where walk.code is not null
    )
    select code from walk where position(${text} in code) > 0`;
  return rows.map(({ code }) => code);
}

import type { Store } from '../client.ts';

/** The row that a look-up missed when it stopped a message. */
export interface Missed {
  table: string;
  key: string[];
  /** The day it had to be effective on, ISO 8601; null: the day of acceptance. */
  day: string | null;
}

/** By which equal keys of one table are found, whatever they say. */
export function missedHash(store: Pick<Store, 'keys'>, table: string, key: readonly string[]): string {
  return store.keys.blind(['missed', table, ...key].join('\u001f'));
}

/**
 * Notes what stops missed, before they are settled: a stop that is fenced leaves a note that belongs to nothing. A key of which some
 * column is personal is kept as its hash alone.
 */
export async function noteMissed(
  store: Store,
  deployment: number,
  stops: readonly { id: string; missed: Missed | null }[],
): Promise<void> {
  const found = stops.flatMap(({ id, missed }) =>
    missed === null ? [] : [{ id, ...missed, hash: missedHash(store, missed.table, missed.key) }],
  );
  if (found.length === 0) return;
  await store.sql`
    insert into missed (quarantine_id, environment_id, table_name, hash, key, day)
    select x.id, d.environment_id, x."table", x.hash,
      case when not exists (
        select from reference_table t, jsonb_array_elements(t.definition -> 'columns') as c
        where t.name = x."table" and t.definition -> 'key' ? (c ->> 'name') and c ->> 'class' in ('phi', 'pii'))
      then (select array_agg(value) from json_array_elements_text(x.key)) end,
      x.day
    from json_to_recordset(${JSON.stringify(found)}::text::json) as x(id uuid, "table" text, key json, day date, hash text)
    join deployment d on d.id = ${deployment}
    on conflict do nothing`;
}

/** A row that messages in quarantine wait for. */
export interface Unmapped {
  table: string;
  hash: string;
  /** Values of the table's key columns in order; null where they are personal. */
  key: string[] | null;
  count: number;
  firstAt: Date;
  lastAt: Date;
  flows: string[];
}

/** Rows that open quarantined messages missed, most wanted first. */
export async function listUnmapped(
  store: Store,
  { environment, table }: { environment: string; table?: string | undefined },
): Promise<Unmapped[]> {
  const { sql } = store;
  const rows = await sql<(Omit<Unmapped, 'firstAt' | 'lastAt'> & { first: string; last: string })[]>`
    select m.table_name as "table", m.hash, m.key, count(*)::integer as count, min(q.at) as first, max(q.at) as last,
      array_agg(distinct d.flow_id) as flows
    from missed m join quarantine q on q.id = m.quarantine_id and q.state = 'open'
    join deployment d on d.id = q.deployment_id join environment e on e.id = m.environment_id
    where e.name = ${environment} ${table === undefined ? sql`` : sql`and m.table_name = ${table}`}
    group by 1, 2, 3 order by count(*) desc, min(q.at) limit 500`;
  return rows.map(({ first, last, ...row }) => ({ ...row, firstAt: new Date(first), lastAt: new Date(last) }));
}

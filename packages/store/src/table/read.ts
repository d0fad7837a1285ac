import { type TableDefinition, type TableRow, tableRows } from '@throughline/contracts';
import type { Store } from '../client.ts';
import type { Tx } from '../tx.ts';

export interface TableSummary {
  name: string;
  title: string;
  description: string;
  effective: boolean;
  columns: number;
  /** Bound in this environment; null: it is not there. */
  bound: { id: string; rows: number; note: string; author: string; createdAt: Date } | null;
  /** Rows that quarantined messages of this environment wait for. */
  unmapped: number;
  updatedAt: Date;
}

/** Every reference table, as it stands in one environment. */
export async function listTables(store: Store, environment: string): Promise<TableSummary[]> {
  const rows = await store.sql<
    {
      name: string;
      definition: TableDefinition;
      id: string | null;
      rows: number;
      note: string;
      author: string;
      created: string;
      unmapped: number;
      updated: string;
    }[]
  >`
    select t.name, t.definition, v.id, v.row_count as rows, v.note, v.author, v.created_at as created, t.updated_at as updated,
      (select count(distinct m.hash)::integer from missed m join quarantine q on q.id = m.quarantine_id and q.state = 'open'
        where m.table_name = t.name and m.environment_id = e.id) as unmapped
    from environment e cross join reference_table t
    left join reference_binding b on b.table_name = t.name and b.environment_id = e.id
    left join reference_version v on v.id = b.version_id
    where e.name = ${environment} order by t.name`;
  return rows.map((row) => ({
    name: row.name,
    title: row.definition.title,
    description: row.definition.description ?? '',
    effective: row.definition.effective,
    columns: row.definition.columns.length,
    bound:
      row.id === null
        ? null
        : { id: row.id, rows: row.rows, note: row.note, author: row.author, createdAt: new Date(row.created) },
    unmapped: row.unmapped ?? 0,
    updatedAt: new Date(row.updated),
  }));
}

export interface TableContent {
  definition: TableDefinition;
  /** Id of the version read: what a change says it was made on. */
  version: string | null;
  rows: TableRow[];
}

/** A table with its rows: as bound in an environment, or as a version had it. Null when there is no such table or version. */
export async function readTable(
  { sql }: Pick<Store, 'sql'> | Tx,
  name: string,
  of: { environment: string } | { version: string },
): Promise<TableContent | null> {
  const [table] = await sql<
    { definition: TableDefinition }[]
  >`select definition from reference_table where name = ${name}`;
  if (table === undefined) return null;
  const [found] =
    'version' in of
      ? await sql<{ id: string; content: string }[]>`
          select id, content from reference_version where id = ${of.version} and table_name = ${name}`
      : await sql<{ id: string; content: string }[]>`
          select v.id, v.content from reference_binding b join environment e on e.id = b.environment_id
          join reference_version v on v.id = b.version_id where b.table_name = ${name} and e.name = ${of.environment}`;
  if (found === undefined && 'version' in of) return null;
  const { definition } = table;
  return {
    definition,
    version: found?.id ?? null,
    rows: found === undefined ? [] : tableRows(definition, found.content),
  };
}

export interface TableVersion {
  id: string;
  rows: number;
  note: string;
  author: string;
  createdAt: Date;
  /** Environments it is bound in now. */
  environments: string[];
}

export async function listTableVersions(store: Store, name: string): Promise<TableVersion[]> {
  const rows = await store.sql<(Omit<TableVersion, 'createdAt'> & { created: string })[]>`
    select v.id, v.row_count as rows, v.note, v.author, v.created_at as created, coalesce(array_agg(e.name order by e.id)
      filter (where e.name is not null), '{}') as environments
    from reference_version v left join reference_binding b on b.version_id = v.id left join environment e on e.id = b.environment_id
    where v.table_name = ${name} group by v.id order by v.created_at desc, v.id limit 500`;
  return rows.map(({ created, ...row }) => ({ ...row, createdAt: new Date(created) }));
}

/** Where flows use a table: the nodes of each version that is live somewhere. */
export interface TableUse {
  flow: string;
  name: string;
  version: number;
  environments: string[];
  nodes: { node: string; name: string }[];
}

export async function whereUsed(store: Store, table: string): Promise<TableUse[]> {
  return await store.sql<TableUse[]>`
    select d.flow_id as flow, v.plan::json ->> 'name' as name, d.version, array_agg(distinct e.name) as environments, (
        select coalesce(json_agg(json_build_object('node', s ->> 'node', 'name', s ->> 'name')), '[]')
        from json_array_elements(v.plan::json -> 'steps') s
        where s -> 'config' ->> 'table' = ${table} or s -> 'config' -> 'tables' #>> '{}' like ${`%"${table}"%`}) as nodes
    from deployment d join environment e on e.id = d.environment_id
    join flow_version v on v.flow_id = d.flow_id and v.version = d.version
    where d.active and exists (select from json_array_elements_text(v.plan::json -> 'tables') t where t = ${table})
    group by d.flow_id, d.version, v.plan order by 1, 3`;
}

import type { TableRef } from '@throughline/flow';
import type { Store } from '../client.ts';

/** The versions of these tables that an environment uses now; a table it has not is left out. */
export async function boundTables(
  { sql }: Pick<Store, 'sql'>,
  environment: string,
  names: readonly string[],
): Promise<TableRef[]> {
  if (names.length === 0) return [];
  const rows = await sql<{ name: string; id: string }[]>`
    select b.table_name as name, b.version_id as id
    from reference_binding b join environment e on e.id = b.environment_id
    where e.name = ${environment} and b.table_name = any (${[...names]}) order by 1`;
  return rows.map(({ name, id }) => ({ name, id }));
}

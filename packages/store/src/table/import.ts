import { createHash } from 'node:crypto';
import { checkRows, type RowProblem, type TableDefinition, type TableRow, tableContent } from '@throughline/contracts';
import { StoreError } from '../error.ts';
import { announce } from '../event/announce.ts';
import type { Tx } from '../tx.ts';

export class TableRefused extends StoreError {
  readonly problems: RowProblem[];
  constructor(problems: RowProblem[]) {
    super('table_refused', `${problems.length} problems in the rows; nothing was imported.`);
    this.problems = problems;
  }
}

/**
 * Imports a whole reference table as a new version and binds it in an environment: messages accepted from now on use it, older
 * ones keep theirs. Throws TableRefused with every row's problems; nothing is imported then.
 */
export async function importTable(
  tx: Tx,
  table: { environment: string; definition: TableDefinition; rows: TableRow[]; note: string; by: string },
): Promise<{ id: string; rows: number }> {
  const { definition, rows } = table;
  const problems = checkRows(definition, rows);
  if (problems.length > 0) throw new TableRefused(problems);
  const content = tableContent(definition, rows);
  const id = `${definition.name}@${createHash('sha256').update(content).digest('hex').slice(0, 24)}`;
  const { sql } = tx;
  await sql`
    insert into reference_table (name, definition) values (${definition.name}, ${JSON.stringify(definition)}::text::jsonb)
    on conflict (name) do update set definition = excluded.definition, updated_at = now()`;
  await sql`
    insert into reference_version (id, table_name, content, row_count, note, author)
    values (${id}, ${definition.name}, ${content}, ${rows.length}, ${table.note}, ${table.by}) on conflict do nothing`;
  const bound = await sql`
    insert into reference_binding (environment_id, table_name, version_id)
    select e.id, ${definition.name}, ${id} from environment e where e.name = ${table.environment}
    on conflict (environment_id, table_name) do update set version_id = excluded.version_id returning 1`;
  if (bound.length === 0) throw new StoreError('not_found', `There is no environment ${table.environment}.`);
  await sql`select pg_notify('throughline_live', ${definition.name})`;
  await announce(tx, 'tables', definition.name, table.environment);
  return { id, rows: rows.length };
}

import { createHash } from 'node:crypto';
import { StoreError } from '../error.ts';
import type { TableDefinition } from '../schema/tables.ts';
import type { Tx } from '../tx.ts';
import { checkRows, type RowProblem, type TableRow } from './check.ts';

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
  const content = contentOf(definition, rows);
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
  return { id, rows: rows.length };
}

/** The form in which the sandbox reads a table: numbers keep their exact text, periods are from (inclusive) to (exclusive). */
export function contentOf(definition: TableDefinition, rows: TableRow[]): string {
  return JSON.stringify({
    key: definition.key,
    effective: definition.effective,
    rows: rows.map(({ values }) => ({
      ...Object.fromEntries(definition.columns.map(({ name, type }) => [name, cellOf(type, values[name] ?? '')])),
      ...(definition.effective
        ? { from: values['effectiveFrom'] || null, to: values['effectiveTo'] ? dayAfter(values['effectiveTo']) : null }
        : {}),
    })),
  });
}

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

function cellOf(type: TableDefinition['columns'][number]['type'], text: string): unknown {
  if (text === '') return null;
  if (type === 'boolean') return text === 'true';
  return type === 'decimal' || type === 'integer' ? rawJson(text) : text;
}

/** JSON.rawJSON (V8) writes a number as it stands; TypeScript's library does not know it yet. */
const { rawJSON: rawJson } = JSON as unknown as { rawJSON: (text: string) => unknown };

import type { TableRow } from './check.ts';
import type { TableDefinition } from './definition.ts';

const parseExactly = JSON.parse as (
  text: string,
  reviver: (this: unknown, key: string, value: unknown, context: { source: string }) => unknown,
) => unknown;

/** The rows of a table's content as a person edits them: texts, periods with both days included. The reverse of tableContent. */
export function tableRows(definition: TableDefinition, content: string): TableRow[] {
  // Numbers keep their digits.
  const { rows } = parseExactly(content, (_, value, { source }) => (typeof value === 'number' ? source : value)) as {
    rows: Record<string, unknown>[];
  };
  return rows.map((row, i) => ({ line: i + 1, values: valuesOf(definition, row) }));
}

function valuesOf({ columns, effective }: TableDefinition, row: Record<string, unknown>): Record<string, string> {
  const values: Record<string, string> = {};
  for (const { name } of columns) {
    const cell = row[name];
    if (cell !== null && cell !== undefined) values[name] = String(cell);
  }
  if (!effective) return values;
  if (typeof row['from'] === 'string') values['effectiveFrom'] = row['from'];
  if (typeof row['to'] === 'string') values['effectiveTo'] = dayBefore(row['to']);
  return values;
}

function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}

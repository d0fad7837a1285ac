import type { TableDefinition } from './definition.ts';

/** One row of a table file: the line it stands on and its values by column name. */
export interface TableRow {
  line: number;
  values: Record<string, string>;
}

export interface RowProblem {
  line: number;
  column: string | null;
  code: 'missing' | 'type' | 'duplicate' | 'period' | 'column_unknown';
  sentence: string;
}

const DECIMAL = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;
const INTEGER = /^-?(?:0|[1-9]\d*)$/;
const DATE = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;

type Column = TableDefinition['columns'][number];

/** Every problem of every row, so that a steward mends a file in one go; an empty list means that it can be imported. */
export function checkRows(definition: TableDefinition, rows: TableRow[]): RowProblem[] {
  const known = new Set(definition.columns.map(({ name }) => name));
  const problems = rows.flatMap((row) => [
    ...Object.keys(row.values)
      .filter((name) => !known.has(name))
      .map(
        (name): RowProblem => ({
          line: row.line,
          column: name,
          code: 'column_unknown',
          sentence: `The table ${definition.name} has no column ${name}.`,
        }),
      ),
    ...definition.columns.flatMap((column) => checkValue(column, row)),
  ]);
  return [...problems, ...checkKeys(definition, rows)].sort((a, b) => a.line - b.line);
}

function checkValue(column: Column, { line, values }: TableRow): RowProblem[] {
  const text = values[column.name] ?? '';
  if (text === '') {
    return column.required
      ? [{ line, column: column.name, code: 'missing', sentence: `${column.title} is required.` }]
      : [];
  }
  return fits(column.type, text)
    ? []
    : [{ line, column: column.name, code: 'type', sentence: `${column.title} must be ${describe(column.type)}.` }];
}

function fits(type: Column['type'], text: string): boolean {
  switch (type) {
    case 'text':
      return true;
    case 'decimal':
      return DECIMAL.test(text);
    case 'integer':
      return INTEGER.test(text);
    case 'date':
      return DATE.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));
    case 'boolean':
      return text === 'true' || text === 'false';
  }
}

function describe(type: Column['type']): string {
  const words = {
    text: 'a text',
    decimal: 'a number such as 12.50',
    integer: 'a whole number',
    date: 'a date such as 2026-03-31',
    boolean: 'true or false',
  };
  return words[type];
}

/** Two rows of one key: never in a plain table, not for exactly the same days in an effective one. */
function checkKeys(definition: TableDefinition, rows: TableRow[]): RowProblem[] {
  const seen = new Map<string, TableRow[]>();
  return rows.flatMap((row): RowProblem[] => {
    const { line } = row;
    const key = JSON.stringify(definition.key.map((column) => row.values[column] ?? ''));
    const earlier = seen.get(key) ?? [];
    seen.set(key, [...earlier, row]);
    const [first, last] = daysOf(row);
    if (definition.effective && last < first) {
      return [{ line, column: 'effectiveTo', code: 'period', sentence: 'The last day is before the first.' }];
    }
    const clash = earlier.find((other) => !definition.effective || daysOf(other).join() === daysOf(row).join());
    if (clash === undefined) return [];
    const sentence = `Line ${clash.line} has the same key${definition.effective ? ' for the same days' : ''}.`;
    return [{ line, column: definition.key[0] ?? null, code: 'duplicate', sentence }];
  });
}

function daysOf({ values }: TableRow): [first: string, last: string] {
  return [values['effectiveFrom'] || '0000-01-01', values['effectiveTo'] || '9999-12-31'];
}

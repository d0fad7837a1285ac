import type { TableDefinition } from '../schema/tables.ts';

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
  const known = new Set(columnsOf(definition).map(({ name }) => name));
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
    ...columnsOf(definition).flatMap((column) => checkValue(column, row)),
  ]);
  return [...problems, ...checkKeys(definition, rows)].sort((a, b) => a.line - b.line);
}

/** The columns of the definition; effective tables have `from` and `to` as well. */
export function columnsOf(definition: TableDefinition): Column[] {
  const period: Column[] = definition.effective
    ? [
        { name: 'from', title: 'Valid from', type: 'date', required: false },
        { name: 'to', title: 'Valid until', type: 'date', required: false },
      ]
    : [];
  return [
    ...definition.columns,
    ...period.filter(({ name }) => !definition.columns.some((column) => column.name === name)),
  ];
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

/** Two rows of one key: never in a plain table, not for the same day in an effective one. */
function checkKeys(definition: TableDefinition, rows: TableRow[]): RowProblem[] {
  const seen = new Map<string, TableRow[]>();
  return rows.flatMap((row) => {
    const key = JSON.stringify(definition.key.map((column) => row.values[column] ?? ''));
    const earlier = seen.get(key) ?? [];
    seen.set(key, [...earlier, row]);
    const [from, to] = period(row);
    if (definition.effective && to <= from) {
      return [
        { line: row.line, column: 'to', code: 'period' as const, sentence: 'Valid until must be after valid from.' },
      ];
    }
    const clash = earlier.find((other) => {
      if (!definition.effective) return true;
      const [otherFrom, otherTo] = period(other);
      return from === otherFrom && to === otherTo;
    });
    if (clash === undefined) return [];
    const sentence = `Line ${clash.line} has the same key${definition.effective ? ' for the same time' : ''}.`;
    return [{ line: row.line, column: definition.key[0] ?? null, code: 'duplicate' as const, sentence }];
  });
}

function period({ values }: TableRow): [string, string] {
  return [values['from'] || '0000-01-01', values['to'] || '9999-12-31'];
}

import type { TableRow } from './check.ts';
import type { TableDefinition } from './definition.ts';

/** The form in which the sandbox reads a table: numbers keep their exact text, periods are from (inclusive) to (exclusive). */
export function tableContent(definition: TableDefinition, rows: TableRow[]): string {
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

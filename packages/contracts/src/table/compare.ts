import type { TableRow } from './check.ts';
import type { TableDefinition } from './definition.ts';

/** What a row of an import does to a table. */
export interface RowChange {
  kind: 'create' | 'update' | 'remove';
  /** Line of the file; of a removed row, its place in the table. */
  line: number;
  before: Record<string, string> | null;
  after: Record<string, string> | null;
}

export interface RowChanges {
  changes: RowChange[];
  create: number;
  update: number;
  remove: number;
  same: number;
}

/** What makes a row the same row: its key, and in an effective table the first day. */
export function rowKey({ key, effective }: TableDefinition, values: Record<string, string>): string {
  const parts = key.map((column) => values[column] ?? '');
  return JSON.stringify(effective ? [...parts, values['effectiveFrom'] ?? ''] : parts);
}

/** How the table would differ. `replace`: rows that the new ones lack are removed; `merge`: they stay. */
export function compareRows(
  definition: TableDefinition,
  current: readonly TableRow[],
  wanted: readonly TableRow[],
  mode: 'replace' | 'merge',
): RowChanges {
  const before = new Map(current.map((row) => [rowKey(definition, row.values), row]));
  const counts = { create: 0, update: 0, remove: 0, same: 0 };
  const changes: RowChange[] = [];
  const seen = new Set<string>();
  for (const { line, values } of wanted) {
    const key = rowKey(definition, values);
    seen.add(key);
    const known = before.get(key);
    if (known === undefined) {
      counts.create++;
      changes.push({ kind: 'create', line, before: null, after: values });
    } else if (isSame(known.values, values)) counts.same++;
    else {
      counts.update++;
      changes.push({ kind: 'update', line, before: known.values, after: values });
    }
  }
  if (mode === 'replace') {
    for (const [key, { line, values }] of before) {
      if (seen.has(key)) continue;
      counts.remove++;
      changes.push({ kind: 'remove', line, before: values, after: null });
    }
  }
  return { changes, ...counts };
}

/** The whole table after a merge: rows keep their places, new ones come last. `removed` are row keys. */
export function mergeRows(
  definition: TableDefinition,
  current: readonly TableRow[],
  wanted: readonly TableRow[],
  removed: readonly string[] = [],
): TableRow[] {
  const gone = new Set(removed);
  const fresh = new Map(wanted.map((row) => [rowKey(definition, row.values), row]));
  const kept = current.flatMap((row) => {
    const key = rowKey(definition, row.values);
    const next = fresh.get(key) ?? row;
    fresh.delete(key);
    return gone.has(key) ? [] : [next];
  });
  return [...kept, ...fresh.values()].map(({ values }, i) => ({ line: i + 1, values }));
}

function isSame(a: Record<string, string>, b: Record<string, string>): boolean {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => (a[name] ?? '') === (b[name] ?? ''));
}

import { mergeRows, type TableRow } from '@throughline/contracts';
import { StoreError } from '../error.ts';
import { announce } from '../event/announce.ts';
import type { Tx } from '../tx.ts';
import { importTable } from './import.ts';
import { readTable } from './read.ts';

export interface TableChange {
  table: string;
  environment: string;
  rows: TableRow[];
  /** replace: the rows are the whole table; merge: they are added to it, or change the row of their key. */
  mode: 'replace' | 'merge';
  /** Row keys to take out, with merge. */
  removed: string[];
  /** Version this was made on; another one is bound by now: `table_changed`. Null: whatever is bound. */
  base: string | null;
  note: string;
  by: string;
}

/**
 * Changes rows of a table in one environment: a new version, bound at once; messages accepted from now on use it. Throws StoreError
 * `table_changed` when somebody else was faster, TableRefused with every row's problems.
 */
export async function changeTable(tx: Tx, change: TableChange): Promise<{ id: string; rows: number }> {
  await tx.sql`
    select 1 from reference_binding b join environment e on e.id = b.environment_id
    where b.table_name = ${change.table} and e.name = ${change.environment} for update of b`;
  const current = await readTable(tx, change.table, { environment: change.environment });
  if (current === null) throw new StoreError('not_found', `There is no table ${change.table}.`);
  if (change.base !== null && change.base !== current.version) {
    throw new StoreError('table_changed', 'Somebody changed this table meanwhile; look at it again.');
  }
  const { definition } = current;
  const rows =
    change.mode === 'replace' ? change.rows : mergeRows(definition, current.rows, change.rows, change.removed);
  const { environment, note, by } = change;
  const made = await importTable(tx, { environment, definition, rows, note, by });
  await announce(tx, 'tables', change.table, environment);
  return made;
}

/** Binds an earlier version of a table in an environment again, or one that another environment has. */
export async function bindTable(
  tx: Tx,
  binding: { table: string; environment: string; version: string },
): Promise<void> {
  const bound = await tx.sql`
    insert into reference_binding (environment_id, table_name, version_id)
    select e.id, v.table_name, v.id from environment e, reference_version v
    where e.name = ${binding.environment} and v.id = ${binding.version} and v.table_name = ${binding.table}
    on conflict (environment_id, table_name) do update set version_id = excluded.version_id returning 1`;
  if (bound.length === 0) throw new StoreError('not_found', 'There is no such version of this table.');
  await tx.sql`select pg_notify('throughline_live', ${binding.table})`;
  await announce(tx, 'tables', binding.table, binding.environment);
}

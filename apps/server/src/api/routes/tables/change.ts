import { checkRows, compareRows, rowKey } from '@throughline/contracts';
import { audited, bindTable as bind, changeTable as change, readTable, TableRefused } from '@throughline/store';
import { z } from 'zod';
import { environmentName } from '../../fields.ts';
import { missing } from '../../refusal.ts';
import { route } from '../../route.ts';
import { inBodysEnvironment, inBodysWhole } from '../environments/scope.ts';
import { refusalOf, tableRows } from './definition.ts';

const changing = z.strictObject({
  environment: environmentName,
  rows: tableRows,
  mode: z.enum(['replace', 'merge']).default('merge'),
  /** Rows to take out, each by its values; with merge. */
  removed: z.array(z.record(z.string(), z.string())).max(10_000).default([]),
});

const SHOWN = 500;
const BYTES = 16 * 1024 * 1024;
const cells = z.record(z.string(), z.string()).nullable();

export const previewTable = route(
  {
    method: 'post',
    path: '/tables/:table/preview',
    summary: 'What an import would create, update, remove and reject, row by row; changes nothing',
    permission: 'table.see',
    where: inBodysEnvironment,
    bytes: BYTES,
    body: changing,
    answer: z.object({
      create: z.int(),
      update: z.int(),
      remove: z.int(),
      same: z.int(),
      rejected: z.int(),
      changes: z.array(
        z.object({ kind: z.enum(['create', 'update', 'remove']), line: z.int(), before: cells, after: cells }),
      ),
      problems: z.array(
        z.object({ line: z.int(), column: z.string().nullable(), code: z.string(), sentence: z.string() }),
      ),
    }),
  },
  async ({ store, params, body: { environment, rows, mode } }) => {
    const current = await readTable(store, params.table, { environment });
    if (current === null) throw missing();
    const { definition } = current;
    const problems = checkRows(definition, rows);
    const bad = new Set(problems.map(({ line }) => line));
    const good = rows.filter(({ line }) => !bad.has(line));
    const found = compareRows(definition, current.rows, good, mode);
    return {
      ...found,
      changes: found.changes.slice(0, SHOWN),
      rejected: bad.size,
      problems: problems.slice(0, SHOWN),
    };
  },
);

export const changeTable = route(
  {
    method: 'put',
    path: '/tables/:table/rows',
    summary: 'Change rows of a table in an environment, as a new version bound at once; with one bad row nothing is',
    permission: 'table.manage',
    where: inBodysWhole,
    bytes: BYTES,
    body: changing.extend({
      base: z.string().max(160).nullable().default(null),
      note: z.string().max(500).default(''),
    }),
    answer: z.object({ id: z.string(), rows: z.int() }),
  },
  ({ store, principal, params: { table }, body }) =>
    audited(store, principal, 'table.change', async (tx) => {
      const { environment, removed, ...rest } = body;
      const current = await readTable(tx, table, { environment });
      if (current === null) throw missing();
      const keys = removed.map((values) => rowKey(current.definition, values));
      const wanted = { ...rest, table, environment, removed: keys, by: principal.name };
      const result = await change(tx, wanted).catch((error: unknown) => {
        throw error instanceof TableRefused ? refusalOf(error) : error;
      });
      const counted = compareRows(current.definition, current.rows, body.rows, body.mode);
      const summary = `Changed ${table} in ${environment}: ${counted.create} new, ${counted.update} changed, ${counted.remove + keys.length} removed.`;
      return { result, object: `table:${table}`, summary, before: current.version, after: result };
    }),
);

export const bindTable = route(
  {
    method: 'put',
    path: '/tables/:table/binding',
    summary: 'Bind a version of a table in an environment: back to an earlier one, or on from another environment',
    permission: 'table.manage',
    where: inBodysWhole,
    body: z.strictObject({ environment: environmentName, version: z.string().max(160) }),
    answer: z.object({ environment: z.string(), version: z.string() }),
  },
  ({ store, principal, params: { table }, body: { environment, version } }) =>
    audited(store, principal, 'table.bind', async (tx) => {
      await bind(tx, { table, environment, version });
      const summary = `Bound a version of ${table} in ${environment}.`;
      return { result: { environment, version }, object: `table:${table}`, summary, after: { environment, version } };
    }),
);

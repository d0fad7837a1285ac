import { announce, audited, importTable as importRows, TableRefused } from '@throughline/store';
import { z } from 'zod';
import { environmentName } from '../../fields.ts';
import { route } from '../../route.ts';
import { inBodysWhole } from '../environments/scope.ts';
import { refusalOf, tableDefinition, tableRows } from './definition.ts';

export const importTable = route(
  {
    method: 'post',
    path: '/tables',
    summary:
      'Import all rows of a reference table as a new version, bound in an environment; with one bad row nothing is',
    permission: 'table.manage',
    where: inBodysWhole,
    bytes: 16 * 1024 * 1024,
    body: z.strictObject({
      environment: environmentName,
      definition: tableDefinition,
      rows: tableRows,
      note: z.string().max(500).default(''),
    }),
    answer: z.object({ id: z.string(), rows: z.int() }),
  },
  ({ store, principal, body }) =>
    audited(store, principal, 'table.import', async (tx) => {
      const { environment, definition: wanted } = body;
      const result = await importRows(tx, { ...body, by: principal.name }).catch((error: unknown) => {
        throw error instanceof TableRefused ? refusalOf(error) : error;
      });
      await announce(tx, 'tables', wanted.name, environment);
      const summary = `Imported ${result.rows} rows of ${wanted.name} into ${environment}.`;
      return { result, object: `table:${wanted.name}`, summary, after: result };
    }),
);

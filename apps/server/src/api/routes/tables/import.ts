import { audited, importTable as importRows, TableRefused } from '@throughline/store';
import { z } from 'zod';
import { environmentName } from '../../fields.ts';
import { Refusal } from '../../refusal.ts';
import { route } from '../../route.ts';
import { inBodysEnvironment } from '../environments/scope.ts';

const name = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/, 'letters, digits, dot, _ and -');

const definition = z.strictObject({
  name,
  title: z.string().min(1).max(200),
  description: z.string().max(4000).optional(),
  key: z.array(name).min(1).max(8),
  effective: z.boolean(),
  columns: z
    .array(
      z.strictObject({
        name,
        title: z.string().min(1).max(200),
        type: z.enum(['text', 'decimal', 'integer', 'date', 'boolean']),
        required: z.boolean(),
        class: z.string().max(20).optional(),
        references: z.string().max(140).optional(),
      }),
    )
    .min(1)
    .max(200),
});

/** Problems shown of a file that has many. */
const MAX_SHOWN = 200;

export const importTable = route(
  {
    method: 'post',
    path: '/tables',
    summary:
      'Import all rows of a reference table as a new version, bound in an environment; with one bad row nothing is',
    permission: 'table.manage',
    where: inBodysEnvironment,
    bytes: 16 * 1024 * 1024,
    body: z.strictObject({
      environment: environmentName,
      definition,
      rows: z.array(z.strictObject({ line: z.int().min(1), values: z.record(z.string(), z.string()) })).max(100_000),
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
      const summary = `Imported ${result.rows} rows of ${wanted.name} into ${environment}.`;
      return { result, object: `table:${wanted.name}`, summary, after: result };
    }),
);

function refusalOf({ code, message, problems }: TableRefused): Refusal {
  const errors = problems.slice(0, MAX_SHOWN).map(({ line, column, sentence }) => {
    return { field: `/${line}${column === null ? '' : `/${column}`}`, sentence: `Line ${line}: ${sentence}` };
  });
  return new Refusal(400, code, message, { errors });
}

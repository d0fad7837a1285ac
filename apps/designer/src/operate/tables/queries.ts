import { queryOptions } from '@tanstack/react-query';
import { type AnswerOf, api, ask } from '../../api.ts';

export type TableSummary = AnswerOf<(typeof api.tables)['$get']>['tables'][number];
export type TableContent = AnswerOf<(typeof api.tables)[':table']['rows']['$get']>;
export type Definition = TableContent['definition'];
export type Preview = AnswerOf<(typeof api.tables)[':table']['preview']['$post']>;
export type Unmapped = AnswerOf<typeof api.unmapped.$get>['rows'][number];

export const tablesQuery = (environment: string) =>
  queryOptions({
    queryKey: ['tables', 'all', environment],
    queryFn: () => ask(api.tables.$get({ query: { environment } })),
  });

export const tableQuery = (table: string, environment: string, version?: string) =>
  queryOptions({
    queryKey: ['tables', 'rows', table, environment, version],
    queryFn: () =>
      ask(
        api.tables[':table'].rows.$get({
          param: { table },
          query: { environment, ...(version === undefined ? {} : { version }) },
        }),
      ),
  });

export const historyQuery = (table: string) =>
  queryOptions({
    queryKey: ['tables', 'history', table],
    queryFn: () => ask(api.tables[':table'].versions.$get({ param: { table } })),
  });

export const unmappedQuery = (environment: string, table?: string) =>
  queryOptions({
    queryKey: ['tables', 'unmapped', environment, table],
    queryFn: () => ask(api.unmapped.$get({ query: { environment, ...(table === undefined ? {} : { table }) } })),
  });

/** Columns as a person sees them: those of the definition, then the days of an effective table. */
export function columnsOf(definition: Definition): Definition['columns'] {
  if (!definition.effective) return definition.columns;
  const day = (name: string, title: string) => ({ name, title, type: 'date' as const, required: false });
  return [
    ...definition.columns.filter(({ name }) => name !== 'effectiveFrom' && name !== 'effectiveTo'),
    day('effectiveFrom', 'From'),
    day('effectiveTo', 'Until'),
  ];
}

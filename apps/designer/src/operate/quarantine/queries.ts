import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { type AnswerOf, api, ask } from '../../api.ts';

export type Group = AnswerOf<(typeof api.quarantine.groups)['$get']>['groups'][number];
export type Item = AnswerOf<(typeof api.quarantine)['$get']>['messages'][number];
export type Detail = AnswerOf<(typeof api.quarantine)[':id']['$get']>;

/** Which quarantined messages a plan is for, as the API takes it. */
export interface QuarantineSelection {
  flow?: string;
  code?: string;
  node?: string;
  field?: string | null;
  missed?: { table: string; hash: string };
  ids?: string[];
}

export const selectionOf = ({ flow, code, node, field }: Group): QuarantineSelection => ({ flow, code, node, field });

const EVERY_MS = 4000;

export const groupsQuery = (environment: string) =>
  queryOptions({
    queryKey: ['quarantine', 'groups', environment],
    queryFn: () => ask(api.quarantine.groups.$get({ query: { environment } })),
    refetchInterval: EVERY_MS,
  });

export const itemsQuery = (environment: string, { flow, code, node, field, missed }: QuarantineSelection) =>
  infiniteQueryOptions({
    queryKey: ['quarantine', 'items', environment, flow, code, node, field, missed?.hash],
    queryFn: ({ pageParam }) =>
      ask(
        api.quarantine.$get({
          query: {
            environment,
            state: 'open',
            limit: '50',
            ...(flow === undefined ? {} : { flow }),
            ...(code === undefined ? {} : { code }),
            ...(node === undefined ? {} : { node }),
            ...(field === undefined ? {} : { field: field ?? '' }),
            ...(missed === undefined ? {} : { missedTable: missed.table, missedHash: missed.hash }),
            ...(pageParam === null ? {} : { before: pageParam }),
          },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });

export const shapesQuery = (environment: string, { flow, code, node, field, count }: Group) =>
  queryOptions({
    queryKey: ['quarantine', 'shapes', environment, flow, code, node, field, count],
    queryFn: () => ask(api.quarantine.shapes.$get({ query: { environment, flow, code, node, field: field ?? '' } })),
    staleTime: 30_000,
  });

export const detailQuery = (id: string) =>
  queryOptions({
    queryKey: ['quarantine', 'one', id],
    queryFn: () => ask(api.quarantine[':id'].$get({ param: { id } })),
  });

export const stoppedQuery = (id: string) =>
  queryOptions({
    queryKey: ['run-content', 'quarantine', id],
    queryFn: () => ask(api.quarantine[':id'].message.$get({ param: { id } })),
    staleTime: 60_000,
    structuralSharing: false,
  });

import { queryOptions } from '@tanstack/react-query';
import { type AnswerOf, api, ask } from '../../api.ts';

export type FlowRow = AnswerOf<typeof api.flows.$get>['flows'][number];
export type Version = AnswerOf<(typeof api.flows)[':flow']['versions']['$get']>['versions'][number];

export const flowsQuery = (environment: string) =>
  queryOptions({
    queryKey: ['flows', environment],
    queryFn: () => ask(api.flows.$get({ query: { environment } })),
  });

export const archivedQuery = (environment: string) =>
  queryOptions({
    queryKey: ['flows', 'archived', environment],
    queryFn: () => ask(api.flows.$get({ query: { environment, archived: 'true' } })),
  });

export const versionsQuery = (flow: string) =>
  queryOptions({
    queryKey: ['flows', 'versions', flow],
    queryFn: () => ask(api.flows[':flow'].versions.$get({ param: { flow } })),
  });

export const versionQuery = (flow: string, version: number) =>
  queryOptions({
    queryKey: ['flows', 'version', flow, version],
    queryFn: () => ask(api.flows[':flow'].versions[':version'].$get({ param: { flow, version: String(version) } })),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const draftQuery = (flow: string) =>
  queryOptions({
    queryKey: ['flows', 'draft', flow],
    queryFn: () => ask(api.flows[':flow'].draft.$get({ param: { flow } })),
  });

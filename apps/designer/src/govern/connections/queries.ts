import { queryOptions } from '@tanstack/react-query';
import { type AnswerOf, api, ask } from '../../api.ts';

export type Connections = AnswerOf<typeof api.connections.$get>;
export type Connection = Connections['connections'][number];
export type Secrets = AnswerOf<typeof api.secrets.$get>;
export type Use = Connection['usedBy'][number];

export const connectionsQuery = (environment: string) =>
  queryOptions({
    queryKey: ['connections', environment],
    queryFn: () => ask(api.connections.$get({ query: { environment } })),
  });

export const secretsQuery = (environment: string) =>
  queryOptions({
    queryKey: ['connections', environment, 'secrets'],
    queryFn: () => ask(api.secrets.$get({ query: { environment } })),
  });

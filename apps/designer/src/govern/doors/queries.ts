import { queryOptions } from '@tanstack/react-query';
import { type AnswerOf, api, ask } from '../../api.ts';

type Doors = AnswerOf<typeof api.doors.$get>;
export type Door = Doors['doors'][number];
export type Settings = NonNullable<Door['settings']>;
export type Ways = Settings['ways'];
export type KnownProxy = Doors['proxies'][number];
export type Client = AnswerOf<typeof api.clients.$get>['clients'][number];
export type Key = Client['keys'][number];
export type Rate = Settings['rate'];
export type Quota = Settings['quota'];

export const doorsQuery = (environment: string) =>
  queryOptions({
    queryKey: ['doors', environment],
    queryFn: () => ask(api.doors.$get({ query: { environment } })),
  });

export const clientsQuery = (environment: string) =>
  queryOptions({
    queryKey: ['doors', environment, 'clients'],
    queryFn: () => ask(api.clients.$get({ query: { environment } })),
  });

/** What stands in the form before anybody has said anything. */
export const nothingSet: Settings = {
  owner: '',
  domain: '',
  version: '1',
  summary: '',
  deprecatedAt: null,
  sunsetAt: null,
  successor: null,
  ways: { apiKey: null, signature: null, token: null, certificate: null },
  ranges: [],
  rate: null,
  quota: null,
};

import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { type AnswerOf, api, ask } from '../../api.ts';

export type Replay = AnswerOf<(typeof api.replays)[':id']['$get']>;
export type ReplaySummary = AnswerOf<(typeof api.replays)['$get']>['replays'][number];
export type Plan = AnswerOf<typeof api.replays.plan.$post>;
export type Rehearsal = AnswerOf<typeof api.replays.rehearsal.$post>;
export type Wanted = Parameters<typeof api.replays.plan.$post>[0]['json'];
export type How = Pick<Wanted, 'from' | 'version' | 'repeat'>;

export const replaysQuery = (environment: string) =>
  infiniteQueryOptions({
    queryKey: ['replays', environment],
    queryFn: ({ pageParam }) =>
      ask(
        api.replays.$get({ query: { environment, limit: '50', ...(pageParam === null ? {} : { before: pageParam }) } }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    refetchInterval: 5000,
  });

export const replayQuery = (id: string) =>
  queryOptions({
    queryKey: ['replays', 'one', id],
    queryFn: () => ask(api.replays[':id'].$get({ param: { id } })),
    refetchInterval: ({ state: { data } }) =>
      data === undefined || data.state === 'running' || data.outcome.running > 0 ? 1000 : false,
  });

/** How many of a replay's messages have been dealt with. */
export const dealtWith = ({ items, total }: Pick<ReplaySummary, 'items' | 'total'>): number =>
  total - (items['pending'] ?? 0);

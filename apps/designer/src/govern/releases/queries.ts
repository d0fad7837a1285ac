import { queryOptions } from '@tanstack/react-query';
import { type AnswerOf, api, ask } from '../../api.ts';

export type Matrix = AnswerOf<typeof api.releases.matrix.$get>;
export type Place = Matrix['environments'][number];
export type Promotion = NonNullable<Place['live']>;
export type Release = AnswerOf<typeof api.releases.$get>['releases'][number];
export type WholeRelease = AnswerOf<(typeof api.releases)[':release']['$get']>;
export type Preview = AnswerOf<(typeof api.releases)[':release']['preview']['$get']>;
export type Check = Preview['checks'][number];
export type Exception = AnswerOf<typeof api.policies.$get>['exceptions'][number];
export type FlowChange = Preview['flows'][number];

export const matrixQuery = queryOptions({
  queryKey: ['releases', 'matrix'],
  queryFn: () => ask(api.releases.matrix.$get()),
});

export const releasesQuery = queryOptions({
  queryKey: ['releases', 'list'],
  queryFn: () => ask(api.releases.$get()),
});

export const releaseQuery = (release: string) =>
  queryOptions({
    queryKey: ['releases', 'one', release],
    queryFn: () => ask(api.releases[':release'].$get({ param: { release } })),
  });

export const previewQuery = (release: string, environment: string) =>
  queryOptions({
    queryKey: ['releases', 'preview', release, environment],
    queryFn: () => ask(api.releases[':release'].preview.$get({ param: { release }, query: { environment } })),
    staleTime: 0,
  });

/** What was released into an environment, the newest first. */
export const historyQuery = (environment: string) =>
  queryOptions({
    queryKey: ['releases', 'history', environment],
    queryFn: () => ask(api.environments[':environment'].promotions.$get({ param: { environment } })),
  });

export const figuresQuery = (id: string) =>
  queryOptions({
    queryKey: ['releases', 'figures', id],
    queryFn: () => ask(api.promotions[':id'].figures.$get({ param: { id } })),
    refetchInterval: 2000,
  });

export const contentQuery = (release: string) =>
  queryOptions({
    queryKey: ['releases', 'content', release],
    queryFn: () => ask(api.releases[':release'].content.$get({ param: { release } })),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const policiesQuery = (environment: string) =>
  queryOptions({
    queryKey: ['releases', 'policies', environment],
    queryFn: () => ask(api.policies.$get({ query: { environment } })),
  });

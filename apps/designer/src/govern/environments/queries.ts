import { queryOptions } from '@tanstack/react-query';
import { type AnswerOf, api, ask } from '../../api.ts';

export type Whole = AnswerOf<(typeof api.environments)[':environment']['$get']>;
export type Settings = Whole['settings'];

export const environmentQuery = (environment: string) =>
  queryOptions({
    queryKey: ['environments', 'one', environment],
    queryFn: () => ask(api.environments[':environment'].$get({ param: { environment } })),
  });

import { queryOptions } from '@tanstack/react-query';
import { type AnswerOf, api, ask } from '../api.ts';

export type Environment = AnswerOf<typeof api.environments.$get>['environments'][number];

export const environmentsQuery = queryOptions({
  queryKey: ['environments'],
  queryFn: () => ask(api.environments.$get()),
  staleTime: 60_000,
});

const KEY = 'throughline.environment';

export function rememberEnvironment(name: string): void {
  window.localStorage.setItem(KEY, name);
}

/** Where this person was last, or the first one there is. */
export function lastEnvironment(environments: readonly Environment[]): string | null {
  const last = window.localStorage.getItem(KEY);
  return (environments.find(({ name }) => name === last) ?? environments[0])?.name ?? null;
}

import { queryOptions } from '@tanstack/react-query';
import { type AnswerOf, api, ask } from '../../api.ts';

export type Person = AnswerOf<typeof api.users.$get>['users'][number];
export type Roles = AnswerOf<typeof api.roles.$get>;

export const usersQuery = queryOptions({ queryKey: ['users'], queryFn: () => ask(api.users.$get()) });

export const rolesQuery = queryOptions({
  queryKey: ['roles'],
  queryFn: () => ask(api.roles.$get()),
  staleTime: Number.POSITIVE_INFINITY,
});

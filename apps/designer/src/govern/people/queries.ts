import { queryOptions } from '@tanstack/react-query';
import { type AnswerOf, api, ask } from '../../api.ts';

export type Person = AnswerOf<typeof api.users.$get>['users'][number];
export type Roles = AnswerOf<typeof api.roles.$get>;
export type Invitation = AnswerOf<typeof api.invitations.$get>['invitations'][number];
export type SignInSettings = AnswerOf<(typeof api)['sign-in']['settings']['$get']>;

export const usersQuery = queryOptions({ queryKey: ['users'], queryFn: () => ask(api.users.$get()) });

export const rolesQuery = queryOptions({ queryKey: ['users', 'roles'], queryFn: () => ask(api.roles.$get()) });

export const invitationsQuery = queryOptions({
  queryKey: ['users', 'invitations'],
  queryFn: () => ask(api.invitations.$get()),
});

export const signInSettingsQuery = queryOptions({
  queryKey: ['users', 'sign-in'],
  queryFn: () => ask(api['sign-in'].settings.$get()),
});

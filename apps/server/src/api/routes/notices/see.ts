import { seeNotice as see } from '@throughline/store';
import { nothing } from '../../fields.ts';
import { route } from '../../route.ts';

export const seeNotice = route(
  {
    method: 'put',
    path: '/notices/:id/seen',
    summary: 'Say that you saw a notice',
    permission: 'token.own',
    where: 'own',
    answer: nothing,
  },
  ({ store, principal, params }) => see(store, principal, params.id),
);

import { endSession as end } from '@throughline/store';
import { nothing } from '../../fields.ts';
import { route } from '../../route.ts';

export const endSession = route(
  {
    method: 'delete',
    path: '/sessions/:id',
    summary: 'End one of your sessions',
    permission: 'token.own',
    where: 'own',
    answer: nothing,
  },
  ({ store, principal, params }) => end(store, principal, params.id),
);

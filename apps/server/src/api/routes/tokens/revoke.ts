import { revokeToken as revoke } from '@throughline/store';
import { nothing } from '../../fields.ts';
import { route } from '../../route.ts';

export const revokeToken = route(
  {
    method: 'delete',
    path: '/tokens/:id',
    summary: 'End one of your API tokens at once',
    permission: 'token.own',
    where: 'own',
    answer: nothing,
  },
  ({ store, principal, params }) => revoke(store, principal, params.id),
);

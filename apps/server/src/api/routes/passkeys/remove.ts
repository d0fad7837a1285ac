import { removePasskey as remove } from '@throughline/store';
import { nothing } from '../../fields.ts';
import { route } from '../../route.ts';

export const removePasskey = route(
  {
    method: 'delete',
    path: '/passkeys/:id',
    summary: 'Take a passkey of yours away',
    permission: 'token.own',
    where: 'own',
    answer: nothing,
  },
  ({ store, principal, params }) => remove(store, principal, params.id),
);

import { withdrawInvitation as withdraw } from '@throughline/store';
import { nothing } from '../../fields.ts';
import { route } from '../../route.ts';

export const withdrawInvitation = route(
  {
    method: 'delete',
    path: '/invitations/:id',
    summary: 'Withdraw an invitation that nobody took yet',
    permission: 'user.manage',
    where: 'platform',
    answer: nothing,
  },
  ({ store, principal, params }) => withdraw(store, principal, params.id),
);

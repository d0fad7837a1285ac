import { deactivateUser as deactivate } from '@throughline/store';
import { route } from '../../route.ts';
import { user } from './user.ts';

export const deactivateUser = route(
  {
    method: 'delete',
    path: '/users/:id',
    summary: 'Deactivate a person: their sessions and tokens end at once, their record stays',
    permission: 'user.manage',
    where: 'platform',
    answer: user,
  },
  ({ store, principal, params }) => deactivate(store, principal, params.id),
);

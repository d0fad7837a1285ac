import { resetFactor as reset } from '@throughline/store';
import { nothing } from '../../fields.ts';
import { route } from '../../route.ts';

export const resetFactor = route(
  {
    method: 'delete',
    path: '/users/:id/second-factor',
    summary: 'Take the second factor of somebody away whose device is lost; ends their sessions',
    permission: 'user.manage',
    where: 'platform',
    answer: nothing,
  },
  ({ store, principal, params }) => reset(store, principal, params.id),
);

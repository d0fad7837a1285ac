import { endException as end } from '@throughline/store';
import { nothing } from '../../fields.ts';
import { route } from '../../route.ts';

export const endException = route(
  {
    method: 'delete',
    path: '/policies/exceptions/:id',
    summary: 'End an exception before its day',
    permission: 'release.approve',
    where: 'platform',
    answer: nothing,
  },
  ({ store, principal, params }) => end(store, principal, params.id),
);

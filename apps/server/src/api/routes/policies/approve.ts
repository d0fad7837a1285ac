import { approveException as approve } from '@throughline/store';
import { nothing } from '../../fields.ts';
import { route } from '../../route.ts';

export const approveException = route(
  {
    method: 'post',
    path: '/policies/exceptions/:id/approval',
    summary: 'Approve an exception that somebody else asked for',
    permission: 'release.approve',
    where: 'platform',
    answer: nothing,
  },
  ({ store, principal, params }) => approve(store, principal, params.id),
);

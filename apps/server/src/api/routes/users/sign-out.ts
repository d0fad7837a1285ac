import { endSessions } from '@throughline/store';
import { z } from 'zod';
import { route } from '../../route.ts';

export const signOutUser = route(
  {
    method: 'delete',
    path: '/users/:id/sessions',
    summary: 'End every session of a person',
    permission: 'user.manage',
    where: 'platform',
    answer: z.object({ ended: z.int() }),
  },
  ({ store, principal, params }) => endSessions(store, principal, params.id, null),
);

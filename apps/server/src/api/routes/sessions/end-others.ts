import { endSessions } from '@throughline/store';
import { z } from 'zod';
import { route } from '../../route.ts';

export const endOtherSessions = route(
  {
    method: 'delete',
    path: '/sessions',
    summary: 'End all of your sessions but this one',
    permission: 'token.own',
    where: 'own',
    answer: z.object({ ended: z.int() }),
  },
  ({ store, principal }) => endSessions(store, principal, principal.user!.id, principal.session ?? null),
);

import { listSessions as list } from '@throughline/store';
import { z } from 'zod';
import { instant } from '../../fields.ts';
import { route } from '../../route.ts';

export const listSessions = route(
  {
    method: 'get',
    path: '/sessions',
    summary: 'The browsers you are signed in with',
    permission: 'token.own',
    where: 'own',
    answer: z.object({
      sessions: z.array(
        z.object({
          id: z.string(),
          createdAt: instant,
          usedAt: instant,
          address: z.string().nullable(),
          browser: z.string().nullable(),
          method: z.string(),
          current: z.boolean(),
        }),
      ),
    }),
  },
  async ({ store, principal }) => {
    const all = await list(store, principal.user!.id);
    return { sessions: all.map((one) => ({ ...one, current: one.id === principal.session })) };
  },
);

import { listNotices as list } from '@throughline/store';
import { z } from 'zod';
import { instant } from '../../fields.ts';
import { route } from '../../route.ts';

export const listNotices = route(
  {
    method: 'get',
    path: '/notices',
    summary: 'What you must know of and have not seen yet',
    permission: 'token.own',
    where: 'own',
    answer: z.object({
      notices: z.array(z.object({ id: z.string(), kind: z.string(), sentence: z.string(), at: instant })),
    }),
  },
  async ({ store, principal }) => ({ notices: await list(store, principal.user!.id) }),
);

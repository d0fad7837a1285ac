import { listViews as list } from '@throughline/store';
import { z } from 'zod';
import { instant } from '../../fields.ts';
import { route } from '../../route.ts';
import { screen } from './view.ts';

export const listViews = route(
  {
    method: 'get',
    path: '/views',
    summary: 'Your saved views of a screen',
    permission: 'signed-in',
    where: 'own',
    query: z.strictObject({ screen }),
    answer: z.object({
      views: z.array(
        z.object({ id: z.string(), name: z.string(), query: z.record(z.string(), z.string()), changedAt: instant }),
      ),
    }),
  },
  async ({ store, principal, query }) => ({ views: await list(store, principal.user!.id, query.screen) }),
);

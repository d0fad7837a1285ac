import { audited, saveView as save } from '@throughline/store';
import { z } from 'zod';
import { route } from '../../route.ts';
import { screen } from './view.ts';

export const saveView = route(
  {
    method: 'put',
    path: '/views',
    summary: 'Keep a view of a screen under a name of yours; the same name replaces it',
    permission: 'signed-in',
    where: 'own',
    body: z.strictObject({
      screen,
      name: z.string().trim().min(1).max(80),
      query: z.record(z.string().max(40), z.string().max(500)),
    }),
    answer: z.object({ id: z.string() }),
  },
  ({ store, principal, body }) =>
    audited(store, principal, 'view.save', async (tx) => {
      const result = await save(tx, { ...body, user: principal.user!.id });
      return { result, object: `view:${result.id}`, summary: `Saved a view of ${body.screen}.`, after: body };
    }),
);

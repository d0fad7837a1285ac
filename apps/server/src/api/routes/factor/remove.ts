import { removeFactor as remove } from '@throughline/store';
import { z } from 'zod';
import { nothing } from '../../fields.ts';
import { route } from '../../route.ts';

export const removeFactor = route(
  {
    method: 'delete',
    path: '/second-factor',
    summary: 'Take your second factor away, with a last code',
    permission: 'token.own',
    where: 'own',
    body: z.strictObject({ code: z.string().min(6).max(20) }),
    answer: nothing,
  },
  ({ store, principal, body }) => remove(store, principal, body.code),
);

import { z } from 'zod';
import { nothing, password } from '../../fields.ts';
import { route } from '../../route.ts';

export const changePassword = route(
  {
    method: 'put',
    path: '/session/password',
    summary: 'Change your own password; your other sessions end',
    permission: 'token.own',
    where: 'own',
    body: z.strictObject({ old: z.string().min(1).max(128), password }),
    answer: nothing,
  },
  ({ identity, principal, body }) => identity.changePassword(principal, body.old, body.password),
);

import { resetPassword as reset } from '@throughline/store';
import { z } from 'zod';
import { nothing, password } from '../../fields.ts';
import { route } from '../../route.ts';

export const resetPassword = route(
  {
    method: 'put',
    path: '/users/:id/password',
    summary: 'Set a new password; ends their sessions',
    permission: 'user.manage',
    where: 'platform',
    body: z.strictObject({ password }),
    answer: nothing,
  },
  async ({ store, principal, identity, params, body }) =>
    reset(store, principal, params.id, await identity.hashPassword(body.password)),
);

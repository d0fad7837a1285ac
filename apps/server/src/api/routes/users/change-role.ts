import { changeRole as change } from '@throughline/store';
import { z } from 'zod';
import { route } from '../../route.ts';
import { roleName, user } from './user.ts';

export const changeRole = route(
  {
    method: 'put',
    path: '/users/:id/role',
    summary: 'Give another role; ends their sessions',
    permission: 'user.manage',
    where: 'platform',
    body: z.strictObject({ role: roleName }),
    answer: user,
  },
  ({ store, principal, params, body }) => change(store, principal, params.id, body.role),
);

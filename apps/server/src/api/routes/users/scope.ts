import { setScope as set } from '@throughline/store';
import { z } from 'zod';
import { nothing } from '../../fields.ts';
import { route } from '../../route.ts';
import { places } from '../invitations/invitation.ts';
import { roleName } from './user.ts';

export const setScope = route(
  {
    method: 'put',
    path: '/users/:id/scope',
    summary: 'Say where a role holds, and give further roles in some environments or folders; ends their sessions',
    permission: 'user.manage',
    where: 'platform',
    body: z.strictObject({
      ...places,
      further: z
        .array(z.strictObject({ role: roleName, ...places }))
        .max(20)
        .default([]),
    }),
    answer: nothing,
  },
  ({ store, principal, params, body }) => set(store, principal, params.id, body),
);

import { setScope as set } from '@throughline/store';
import { z } from 'zod';
import { environmentName, nothing } from '../../fields.ts';
import { route } from '../../route.ts';
import { roleName } from './user.ts';

const names = z.array(environmentName).max(100);

export const setScope = route(
  {
    method: 'put',
    path: '/users/:id/scope',
    summary: 'Say where a role holds, and give further roles in some environments; ends their sessions',
    permission: 'user.manage',
    where: 'platform',
    body: z.strictObject({
      /** Null: everywhere. */
      environments: names.nullable(),
      further: z
        .array(z.strictObject({ role: roleName, environments: names.min(1) }))
        .max(20)
        .default([]),
    }),
    answer: nothing,
  },
  ({ store, principal, params, body }) => set(store, principal, params.id, body),
);

import { listRoles as list, permissions } from '@throughline/store';
import { z } from 'zod';
import { route } from '../../route.ts';

export const listRoles = route(
  {
    method: 'get',
    path: '/roles',
    summary: 'The roles there are, and what each may do, in plain words',
    permission: 'signed-in',
    where: 'own',
    answer: z.object({
      roles: z.array(
        z.object({
          name: z.string(),
          title: z.string(),
          sentence: z.string(),
          permissions: z.array(z.string()),
          builtIn: z.boolean(),
        }),
      ),
      permissions: z.record(z.string(), z.string()),
    }),
  },
  async ({ store }) => ({
    roles: (await list(store)).map((role) => ({ ...role, permissions: [...role.permissions] })),
    permissions,
  }),
);

import { can, listEnvironments as list } from '@throughline/store';
import { z } from 'zod';
import { route } from '../../route.ts';

export const listEnvironments = route(
  {
    method: 'get',
    path: '/environments',
    summary: 'The environments you may see',
    permission: 'environment.see',
    where: 'listed',
    answer: z.object({
      environments: z.array(
        z.object({ name: z.string(), title: z.string(), colour: z.string(), protected: z.boolean() }),
      ),
    }),
  },
  async ({ store, principal }) => {
    const all = await list(store);
    return {
      environments: all.filter(({ name }) => can(principal, 'environment.see', { environment: name, folder: null })),
    };
  },
);

import { listContractUses as list } from '@throughline/store';
import { z } from 'zod';
import { flowFilter } from '../../folders.ts';
import { route } from '../../route.ts';
import { ofNothing } from '../flows/scope.ts';

export const listContractUses = route(
  {
    method: 'get',
    path: '/contracts/uses',
    summary: 'Which nodes of live flows check, make or take messages of which contract',
    permission: 'flow.see',
    where: ofNothing,
    answer: z.object({
      uses: z.array(
        z.object({
          contract: z.string(),
          flow: z.string(),
          name: z.string(),
          version: z.int(),
          environments: z.array(z.string()),
          nodes: z.array(z.string()),
        }),
      ),
    }),
  },
  async ({ store, principal }) => {
    const sees = await flowFilter(store, principal, 'flow.see', null);
    return { uses: (await list(store)).filter(({ flow }) => sees(flow)) };
  },
);

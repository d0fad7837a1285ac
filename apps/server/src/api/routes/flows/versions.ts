import { listVersions as list } from '@throughline/store';
import { z } from 'zod';
import { instant } from '../../fields.ts';
import { route } from '../../route.ts';
import { ofFlow } from './scope.ts';

export const listVersions = route(
  {
    method: 'get',
    path: '/flows/:flow/versions',
    summary: 'The published versions of a flow, newest first',
    permission: 'flow.see',
    where: ofFlow,
    answer: z.object({
      versions: z.array(z.object({ version: z.int(), note: z.string(), author: z.string(), publishedAt: instant })),
    }),
  },
  async ({ store, params }) => ({ versions: await list(store, params.flow) }),
);

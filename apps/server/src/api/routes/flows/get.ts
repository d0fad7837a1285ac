import { flowSchema } from '@throughline/flow';
import { getFlow as get } from '@throughline/store';
import { z } from 'zod';
import { instant } from '../../fields.ts';
import { missing } from '../../refusal.ts';
import { route } from '../../route.ts';
import { ofFlow } from './scope.ts';

export const getFlow = route(
  {
    method: 'get',
    path: '/flows/:flow',
    summary: 'The document of a flow as it is being edited',
    permission: 'flow.see',
    where: ofFlow,
    answer: z.object({
      id: z.string(),
      document: flowSchema,
      revision: z.int(),
      updatedAt: instant,
      updatedBy: z.string(),
    }),
  },
  async ({ store, params }) => {
    const found = await get(store, params.flow);
    if (found === null) throw missing();
    return { ...found, document: JSON.parse(found.draft) };
  },
);

import { listContracts as list } from '@throughline/contracts';
import { z } from 'zod';
import { route } from '../../route.ts';
import { ofNothing } from '../flows/scope.ts';

export const listContracts = route(
  {
    method: 'get',
    path: '/contracts',
    summary: 'The contracts of this server with their JSON Schemas; a version never changes',
    permission: 'flow.see',
    where: ofNothing,
    answer: z.object({ contracts: z.array(z.object({ id: z.string(), schema: z.looseObject({}) })) }),
  },
  async () => ({ contracts: list().map(({ id, schema }) => ({ id, schema: { ...schema } })) }),
);

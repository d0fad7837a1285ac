import { readShapes } from '@throughline/store';
import { z } from 'zod';
import { environmentName, flowId } from '../../fields.ts';
import { folderLimit } from '../../folders.ts';
import { route } from '../../route.ts';
import { inEnvironment } from '../environments/scope.ts';

export const listShapes = route(
  {
    method: 'get',
    path: '/quarantine/shapes',
    summary: 'How the field at fault looks in the newest messages of a cause: letters as A and a, digits as 9',
    permission: 'message.see',
    where: inEnvironment,
    query: z.strictObject({
      environment: environmentName,
      flow: flowId,
      code: z.string().max(80),
      node: z.string().max(200),
      /** Its places left out; empty: none is named. */
      field: z.string().max(500),
    }),
    answer: z.object({
      /** Messages looked at. */
      looked: z.int(),
      shapes: z.array(z.object({ shape: z.string().nullable(), ids: z.array(z.string()) })),
    }),
  },
  async ({ store, principal, query: { field, ...filter } }) => {
    const limit = folderLimit(principal, 'message.see', filter.environment);
    return await readShapes(store, { ...filter, field: field === '' ? null : field, ...limit });
  },
);

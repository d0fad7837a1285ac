import { listFlows as list } from '@throughline/store';
import { z } from 'zod';
import { counts, environmentName, instant } from '../../fields.ts';
import { flowFilter } from '../../folders.ts';
import { route } from '../../route.ts';
import { inEnvironment } from '../environments/scope.ts';

export const listFlows = route(
  {
    method: 'get',
    path: '/flows',
    summary: 'Every flow in use, or archived, as it stands in one environment, with what became of its messages',
    permission: 'flow.see',
    where: inEnvironment,
    query: z.strictObject({
      environment: environmentName,
      archived: z.stringbool({ truthy: ['true'], falsy: ['false'] }).optional(),
    }),
    answer: z.object({
      flows: z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          folder: z.string(),
          version: z.int().nullable(),
          live: z
            .object({ version: z.int(), active: z.boolean(), changedAt: instant, changedBy: z.string() })
            .nullable(),
          counts,
          updatedAt: instant,
          updatedBy: z.string(),
          archivedAt: instant.nullable(),
        }),
      ),
    }),
  },
  async ({ store, principal, query: { environment, archived } }) => {
    const sees = await flowFilter(store, principal, 'flow.see', environment);
    return { flows: (await list(store, environment, archived)).filter(({ id }) => sees(id)) };
  },
);

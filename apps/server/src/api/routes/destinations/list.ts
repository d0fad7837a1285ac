import { listDestinations as list } from '@throughline/store';
import { z } from 'zod';
import { environmentName, instant } from '../../fields.ts';
import { flowFilter } from '../../folders.ts';
import { route } from '../../route.ts';
import { inEnvironment } from '../environments/scope.ts';

export const listDestinations = route(
  {
    method: 'get',
    path: '/destinations',
    summary:
      'How the partners behind live flows are: deliveries and failures of the last hour, open circuits, what waits',
    permission: 'flow.see',
    where: inEnvironment,
    query: z.strictObject({ environment: environmentName }),
    answer: z.object({
      destinations: z.array(
        z.object({
          flow: z.string(),
          flowName: z.string(),
          node: z.string(),
          name: z.string(),
          partner: z.string(),
          delivered: z.int(),
          failed: z.int(),
          trend: z.array(z.int()),
          lastStatus: z.string().nullable(),
          lastAt: instant.nullable(),
          lastError: z.object({ code: z.string(), sentence: z.string(), at: instant }).nullable(),
          gate: z.object({ failures: z.int(), until: instant.nullable(), reason: z.string().nullable() }).nullable(),
          alarm: z.object({ sentence: z.string(), at: instant }).nullable(),
          waiting: z.int(),
          parked: z.int(),
          oldestAt: instant.nullable(),
        }),
      ),
    }),
  },
  async ({ store, principal, query: { environment } }) => {
    const sees = await flowFilter(store, principal, 'flow.see', environment);
    return { destinations: (await list(store, environment)).filter(({ flow }) => sees(flow)) };
  },
);

import { readRates } from '@throughline/store';
import { z } from 'zod';
import { environmentName, instant } from '../../fields.ts';
import { flowFilter } from '../../folders.ts';
import { route } from '../../route.ts';
import { inEnvironment } from '../environments/scope.ts';

export const listRates = route(
  {
    method: 'get',
    path: '/rates',
    summary:
      'How busy each flow was in the last hour, by five minutes, how much of it came to a stop, and what waits longest',
    permission: 'flow.see',
    where: inEnvironment,
    query: z.strictObject({ environment: environmentName }),
    answer: z.object({
      flows: z.array(
        z.object({
          flow: z.string(),
          trend: z.array(z.number()),
          received: z.number(),
          stopped: z.number(),
          oldestAt: instant.nullable(),
          parked: z.int(),
        }),
      ),
    }),
  },
  async ({ store, principal, query: { environment } }) => {
    const sees = await flowFilter(store, principal, 'flow.see', environment);
    return { flows: (await readRates(store, environment)).filter(({ flow }) => sees(flow)) };
  },
);

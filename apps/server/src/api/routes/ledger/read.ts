import { readLedger as read } from '@throughline/store';
import { z } from 'zod';
import { counts, environmentName, flowId } from '../../fields.ts';
import { flowFilter } from '../../folders.ts';
import { route } from '../../route.ts';
import { inEnvironment } from '../environments/scope.ts';

export const readLedger = route(
  {
    method: 'get',
    path: '/ledger',
    summary: 'The conservation line: accepted = delivered + quarantined + filtered + in flight, for every destination',
    permission: 'flow.see',
    where: inEnvironment,
    query: z.strictObject({ environment: environmentName, flow: flowId.optional() }),
    answer: z.object({
      destinations: z.array(counts.extend({ flow: z.string(), destination: z.string() })),
    }),
  },
  async ({ store, principal, query }) => {
    const sees = await flowFilter(store, principal, 'flow.see', query.environment);
    return { destinations: (await read(store, query)).filter(({ flow }) => sees(flow)) };
  },
);

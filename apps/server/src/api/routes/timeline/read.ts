import { readTimeline as read } from '@throughline/store';
import { z } from 'zod';
import { environmentName, instant } from '../../fields.ts';
import { folderLimit } from '../../folders.ts';
import { route } from '../../route.ts';
import { inEnvironment } from '../environments/scope.ts';
import { runState } from '../runs/filter.ts';

const place = z.object({ node: z.string(), name: z.string() });

export const readTimeline = route(
  {
    method: 'get',
    path: '/timeline',
    summary: 'Everything that carries a business key or correlation id, oldest first, across flows and days',
    permission: 'run.see',
    where: inEnvironment,
    query: z.strictObject({ environment: environmentName, key: z.string().min(1).max(200) }),
    answer: z.object({
      entries: z.array(
        z.object({
          run: z.string(),
          message: z.string(),
          flow: z.string(),
          flowName: z.string(),
          replay: z.int(),
          state: runState,
          error: z.object({ code: z.string(), node: z.string().nullable() }).nullable(),
          acceptedAt: instant,
          endedAt: instant.nullable(),
          correlationId: z.string(),
          keys: z.array(z.object({ name: z.string(), value: z.string().nullable() })),
          deliveries: z.array(place.extend({ status: z.string(), reference: z.string().nullable(), at: instant })),
          open: z.array(place),
        }),
      ),
    }),
  },
  async ({ store, principal, query }) => ({
    entries: await read(store, { ...query, ...folderLimit(principal, 'run.see', query.environment) }),
  }),
);

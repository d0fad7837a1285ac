import { listRuns as list } from '@throughline/store';
import { z } from 'zod';
import { environmentName, flowId, instant, instantText, limit } from '../../fields.ts';
import { route } from '../../route.ts';
import { inEnvironment } from '../environments/scope.ts';

const state = z.enum(['running', 'done', 'quarantined']);

export const listRuns = route(
  {
    method: 'get',
    path: '/runs',
    summary: 'Runs, newest first; `next` asks for the page behind as `before`',
    permission: 'run.see',
    where: inEnvironment,
    query: z.strictObject({
      environment: environmentName,
      flow: flowId.optional(),
      state: state.optional(),
      code: z.string().max(80).optional(),
      since: instantText.optional(),
      until: instantText.optional(),
      before: z.uuid().optional(),
      limit,
    }),
    answer: z.object({
      runs: z.array(
        z.object({
          id: z.string(),
          message: z.string(),
          flow: z.string(),
          version: z.int(),
          state,
          replay: z.int(),
          correlationId: z.string(),
          error: z.object({ code: z.string(), node: z.string().nullable() }).nullable(),
          beganAt: instant,
          endedAt: instant.nullable(),
        }),
      ),
      next: z.string().nullable(),
    }),
  },
  async ({ store, query }) => {
    const runs = await list(store, query);
    return { runs, next: runs.length < query.limit ? null : runs.at(-1)!.id };
  },
);

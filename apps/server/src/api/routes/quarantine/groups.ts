import { groupQuarantine } from '@throughline/store';
import { z } from 'zod';
import { environmentName, flowId, instant } from '../../fields.ts';
import { folderLimit } from '../../folders.ts';
import { route } from '../../route.ts';
import { inEnvironment } from '../environments/scope.ts';

export const listQuarantineGroups = route(
  {
    method: 'get',
    path: '/quarantine/groups',
    summary:
      'What waits for a person, by cause (flow, node, code, field), with its trend over 24 hours and what look-ups missed',
    permission: 'run.see',
    where: inEnvironment,
    query: z.strictObject({ environment: environmentName, flow: flowId.optional() }),
    answer: z.object({
      groups: z.array(
        z.object({
          flow: z.string(),
          node: z.string(),
          nodeName: z.string(),
          code: z.string(),
          class: z.string(),
          field: z.string().nullable(),
          sentence: z.string(),
          count: z.int(),
          parking: z.int(),
          firstAt: instant,
          lastAt: instant,
          owners: z.array(z.string()),
          note: z.string().nullable(),
          trend: z.array(z.int()),
          missed: z.array(
            z.object({
              table: z.string(),
              hash: z.string(),
              key: z.array(z.string()).nullable(),
              count: z.int(),
            }),
          ),
        }),
      ),
    }),
  },
  async ({ store, principal, query }) => ({
    groups: await groupQuarantine(store, { ...query, ...folderLimit(principal, 'run.see', query.environment) }),
  }),
);

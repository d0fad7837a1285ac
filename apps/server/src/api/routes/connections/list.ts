import { listConnections as list } from '@throughline/store';
import { z } from 'zod';
import { environmentName, instant } from '../../fields.ts';
import { route } from '../../route.ts';
import { inEnvironment } from '../environments/scope.ts';
import { use, usesIn } from './used.ts';

export const listConnections = route(
  {
    method: 'get',
    path: '/connections',
    summary: 'The connections of an environment, who uses them, and which live flows still lack one; never a secret',
    permission: 'connection.see',
    where: inEnvironment,
    query: z.strictObject({ environment: environmentName }),
    answer: z.object({
      connections: z.array(
        z.object({
          name: z.string(),
          type: z.string(),
          settings: z.record(z.string(), z.unknown()),
          classes: z.array(z.string()),
          secrets: z.array(
            z.object({
              field: z.string(),
              version: z.int(),
              outside: z.boolean(),
              changedAt: instant,
              changedBy: z.string(),
            }),
          ),
          changedAt: instant,
          changedBy: z.string(),
          alarm: z.object({ sentence: z.string(), at: instant }).nullable(),
          usedBy: z.array(use),
        }),
      ),
      /** Named by live flows, and not bound here. */
      missing: z.array(z.object({ name: z.string(), usedBy: z.array(use) })),
    }),
  },
  async ({ store, publishing, query }) => {
    const found = await list(store, query.environment);
    const uses = (await usesIn(store, publishing.catalogue, query.environment)).connections;
    const missing = [...uses].filter(([name]) => !found.some((one) => one.name === name));
    return {
      connections: found.map((one) => ({ ...one, usedBy: uses.get(one.name) ?? [] })),
      missing: missing.map(([name, usedBy]) => ({ name, usedBy })),
    };
  },
);

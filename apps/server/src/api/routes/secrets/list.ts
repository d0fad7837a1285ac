import { listSecrets as list } from '@throughline/store';
import { z } from 'zod';
import { environmentName, instant } from '../../fields.ts';
import { route } from '../../route.ts';
import { use, usesIn } from '../connections/used.ts';
import { inEnvironment } from '../environments/scope.ts';

export const listSecrets = route(
  {
    method: 'get',
    path: '/secrets',
    summary: 'The secrets that doors of an environment ask for: that they are set and since when, never their values',
    permission: 'connection.see',
    where: inEnvironment,
    query: z.strictObject({ environment: environmentName }),
    answer: z.object({
      secrets: z.array(
        z.object({
          name: z.string(),
          version: z.int(),
          outside: z.boolean(),
          changedAt: instant,
          changedBy: z.string(),
          usedBy: z.array(use),
        }),
      ),
      /** Named by live flows, and not set here. */
      missing: z.array(z.object({ name: z.string(), usedBy: z.array(use) })),
    }),
  },
  async ({ store, publishing, query }) => {
    const found = (await list(store, query.environment)).filter(({ name }) => !name.includes('/'));
    const uses = (await usesIn(store, publishing.catalogue, query.environment)).secrets;
    const missing = [...uses].filter(([name]) => !found.some((one) => one.name === name));
    return {
      secrets: found.map((one) => ({ ...one, usedBy: uses.get(one.name) ?? [] })),
      missing: missing.map(([name, usedBy]) => ({ name, usedBy })),
    };
  },
);

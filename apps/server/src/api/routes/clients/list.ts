import { listClients as list, readUse } from '@throughline/store';
import { z } from 'zod';
import { environmentName, instant } from '../../fields.ts';
import { route } from '../../route.ts';
import { use } from '../doors/fields.ts';
import { inEnvironment } from '../environments/scope.ts';
import { access, shownKey } from './fields.ts';

const DAYS = 30;

export const listClients = route(
  {
    method: 'get',
    path: '/clients',
    summary:
      'Partners’ programs that doors let in: their doors, keys (never what they are) and use in 30 days, by door and day',
    permission: 'door.see',
    where: inEnvironment,
    query: z.strictObject({ environment: environmentName }),
    answer: z.object({
      clients: z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          contact: z.string(),
          note: z.string(),
          active: z.boolean(),
          madeAt: instant,
          changedAt: instant,
          changedBy: z.string(),
          doors: z.array(access),
          keys: z.array(shownKey),
          use: z.array(use.extend({ flow: z.string(), node: z.string(), day: z.string() })),
        }),
      ),
    }),
  },
  async ({ store, query: { environment } }) => {
    const uses = await readUse(store, { environment, days: DAYS });
    const clients = await list(store, environment);
    return { clients: clients.map((one) => ({ ...one, use: uses.filter(({ client }) => client === one.id) })) };
  },
);

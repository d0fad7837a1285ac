import { listClients, listEnvironments, listProxies, readUse } from '@throughline/store';
import { z } from 'zod';
import { problemsOf } from '../../doors/problems.ts';
import { doorsIn } from '../../doors/view.ts';
import { environmentName, instant } from '../../fields.ts';
import { flowFilter } from '../../folders.ts';
import { route } from '../../route.ts';
import { inEnvironment } from '../environments/scope.ts';
import { doorSettings, proxy, use } from './fields.ts';

const DAYS = 30;

const door = z.object({
  flow: z.string(),
  name: z.string(),
  version: z.int(),
  live: z.boolean(),
  node: z.string(),
  nodeName: z.string(),
  http: z.object({ path: z.string(), method: z.string(), format: z.string() }).nullable(),
  types: z.array(z.string()),
  authentication: z.enum(['none', 'clients', 'api-key', 'hmac', 'addresses']),
  contract: z.string().nullable(),
  settings: doorSettings.nullable(),
  changedAt: instant.nullable(),
  changedBy: z.string().nullable(),
  clients: z.array(z.object({ id: z.string(), name: z.string(), active: z.boolean() })),
  /** Of clients, in 30 days. */
  use,
  problems: z.array(z.object({ severity: z.enum(['error', 'warning']), code: z.string(), sentence: z.string() })),
});

export const listDoors = route(
  {
    method: 'get',
    path: '/doors',
    summary:
      'Every way in of an environment: what it asks, who may come, what came in 30 days; and the proxies that are believed',
    permission: 'door.see',
    where: inEnvironment,
    query: z.strictObject({ environment: environmentName }),
    answer: z.object({ doors: z.array(door), proxies: z.array(proxy) }),
  },
  async ({ store, principal, query: { environment } }) => {
    const sees = await flowFilter(store, principal, 'door.see', environment);
    const views = (await doorsIn(store, environment)).filter(({ flow }) => sees(flow));
    const clients = await listClients(store, environment);
    const uses = await readUse(store, { environment, days: DAYS });
    const known = (await listEnvironments(store)).find(({ name }) => name === environment);
    const isProtected = known?.protected ?? true;
    const doors = views.map((view) => {
      const at = (one: { flow: string; node: string }) => one.flow === view.flow && one.node === view.node;
      const own = clients.filter((client) => client.doors.some(at));
      const sum = (name: 'accepted' | 'refused' | 'limited' | 'bytes') =>
        uses.filter(at).reduce((total, one) => total + one[name], 0);
      return {
        ...view,
        clients: own.map(({ id, name, active }) => ({ id, name, active })),
        use: { accepted: sum('accepted'), refused: sum('refused'), limited: sum('limited'), bytes: sum('bytes') },
        problems: problemsOf(view, own, isProtected),
      };
    });
    return { doors, proxies: await listProxies(store, environment) };
  },
);

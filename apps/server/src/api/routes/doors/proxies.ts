import { putProxies as put } from '@throughline/store';
import { z } from 'zod';
import { environmentName, nothing } from '../../fields.ts';
import { Refusal } from '../../refusal.ts';
import { route } from '../../route.ts';
import { inBodysWhole } from '../environments/scope.ts';
import { proxy } from './fields.ts';

export const putProxies = route(
  {
    method: 'put',
    path: '/proxies',
    summary: 'Name the proxies of an environment whose word on addresses and certificates is believed',
    permission: 'door.manage',
    where: inBodysWhole,
    body: z.strictObject({ environment: environmentName, proxies: z.array(proxy).max(20) }),
    answer: nothing,
  },
  async ({ store, principal, body: { environment, proxies } }) => {
    if (new Set(proxies.map(({ name }) => name)).size < proxies.length) {
      throw new Refusal(400, 'body_invalid', 'Two proxies have the same name.');
    }
    await put(store, principal, environment, proxies);
  },
);

import { putSecret as put } from '@throughline/store';
import { z } from 'zod';
import { environmentName } from '../../fields.ts';
import { route } from '../../route.ts';
import { nameIn } from '../connections/wanted.ts';
import { inBodysWhole } from '../environments/scope.ts';

export const putSecret = route(
  {
    method: 'put',
    path: '/secrets/:name',
    summary: 'Set a secret that a door asks for, or replace it; it is shown to nobody again',
    permission: 'connection.manage',
    where: inBodysWhole,
    body: z.strictObject({
      environment: environmentName,
      value: z.string().min(6, 'at least 6 characters').max(20_000),
      /** The value says where HashiCorp Vault keeps it: mount/path#field. */
      vault: z.boolean().default(false),
    }),
    answer: z.object({ version: z.int() }),
  },
  ({ store, principal, params, body: { environment, value, vault } }) =>
    put(store, principal, { environment, name: nameIn(params.name), value, outside: vault }),
);

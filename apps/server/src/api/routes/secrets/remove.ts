import { removeSecret as remove } from '@throughline/store';
import { z } from 'zod';
import { environmentName, nothing } from '../../fields.ts';
import { route } from '../../route.ts';
import { nameIn } from '../connections/wanted.ts';
import { inWhole } from '../environments/scope.ts';

export const removeSecret = route(
  {
    method: 'delete',
    path: '/secrets/:name',
    summary: 'Forget a secret; doors that ask for it let nobody in',
    permission: 'connection.manage',
    where: inWhole,
    query: z.strictObject({ environment: environmentName }),
    answer: nothing,
  },
  ({ store, principal, params, query }) => remove(store, principal, query.environment, nameIn(params.name)),
);

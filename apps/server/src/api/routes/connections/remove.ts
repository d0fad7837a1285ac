import { removeConnection as remove } from '@throughline/store';
import { z } from 'zod';
import { environmentName, nothing } from '../../fields.ts';
import { route } from '../../route.ts';
import { inWhole } from '../environments/scope.ts';

export const removeConnection = route(
  {
    method: 'delete',
    path: '/connections/:name',
    summary: 'Remove a connection and its secrets; messages for it wait until there is one again',
    permission: 'connection.manage',
    where: inWhole,
    query: z.strictObject({ environment: environmentName }),
    answer: nothing,
  },
  ({ store, principal, params, query }) => remove(store, principal, query.environment, params.name),
);

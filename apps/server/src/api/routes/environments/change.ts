import { changeEnvironment as change } from '@throughline/store';
import { z } from 'zod';
import { nothing } from '../../fields.ts';
import { route } from '../../route.ts';
import { colour, settings, title } from './environment.ts';
import { ofWhole } from './scope.ts';

export const changeEnvironment = route(
  {
    method: 'put',
    path: '/environments/:environment',
    summary: 'Change an environment; what is left out stays as it is',
    permission: 'environment.manage',
    where: ofWhole,
    body: z.strictObject({
      title: title.optional(),
      colour: colour.optional(),
      protected: z.boolean().optional(),
      settings: settings.optional(),
      reason: z.string().max(500).optional(),
    }),
    answer: nothing,
  },
  ({ store, principal, params, body: { reason, ...rest } }) =>
    change(store, principal, params.environment, rest as Parameters<typeof change>[3], reason),
);

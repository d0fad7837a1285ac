import { rollBack as back } from '@throughline/store';
import { z } from 'zod';
import { route } from '../../route.ts';
import { ofWhole } from '../environments/scope.ts';
import { reason } from './fields.ts';

export const rollBack = route(
  {
    method: 'post',
    path: '/environments/:environment/roll-back',
    summary: 'Go back to the release before, or to an earlier one; it was approved then, so nobody has to again',
    permission: 'release.make',
    where: ofWhole,
    body: z.strictObject({ to: z.uuid().nullable().default(null), reason }),
    answer: z.object({ id: z.string(), release: z.string() }),
  },
  ({ store, principal, params, body }) => back(store, principal, params.environment, body),
);

import { withdrawPromotion as withdraw } from '@throughline/store';
import { z } from 'zod';
import { nothing } from '../../fields.ts';
import { route } from '../../route.ts';
import { reason } from './fields.ts';
import { ofPromotion } from './scope.ts';

export const withdrawPromotion = route(
  {
    method: 'post',
    path: '/promotions/:id/withdraw',
    summary: 'Take back a release that waits or is being phased in; messages accepted for it finish on it',
    permission: 'release.make',
    where: ofPromotion,
    body: z.strictObject({ reason }),
    answer: nothing,
  },
  ({ store, principal, params, body }) => withdraw(store, principal, params.id, body.reason),
);

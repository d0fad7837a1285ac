import { completePromotion as complete } from '@throughline/store';
import { nothing } from '../../fields.ts';
import { route } from '../../route.ts';
import { ofPromotion } from './scope.ts';

export const completePromotion = route(
  {
    method: 'post',
    path: '/promotions/:id/complete',
    summary: 'Let every message go by the versions that some went by until now',
    permission: 'release.make',
    where: ofPromotion,
    answer: nothing,
  },
  ({ store, principal, params }) => complete(store, principal, params.id),
);

import { readFigures } from '@throughline/store';
import { z } from 'zod';
import { route } from '../../route.ts';
import { ofPromotion } from './scope.ts';

export const promotionFigures = route(
  {
    method: 'get',
    path: '/promotions/:id/figures',
    summary: 'What became of the messages that a phased release took',
    permission: 'flow.see',
    where: ofPromotion,
    answer: z.object({
      ended: z.int(),
      quarantined: z.int(),
      rejected: z.int(),
      p95Ms: z.number().nullable(),
    }),
  },
  ({ store, params }) => readFigures(store, params.id),
);

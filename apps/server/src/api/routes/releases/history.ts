import { promotionsOf } from '@throughline/store';
import { z } from 'zod';
import { route } from '../../route.ts';
import { ofWhole } from '../environments/scope.ts';
import { promotion } from './fields.ts';

export const listPromotions = route(
  {
    method: 'get',
    path: '/environments/:environment/promotions',
    summary: 'What was released into an environment, newest first',
    permission: 'flow.see',
    where: ofWhole,
    answer: z.object({ promotions: z.array(promotion) }),
  },
  async ({ store, params }) => ({
    promotions: await promotionsOf(store, { environment: params.environment, limit: 100 }),
  }),
);

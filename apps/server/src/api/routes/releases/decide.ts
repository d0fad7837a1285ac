import { decidePromotion as decide, promotionsOf } from '@throughline/store';
import { z } from 'zod';
import { missing } from '../../refusal.ts';
import { route } from '../../route.ts';
import { reason } from './fields.ts';
import { refuseUnready } from './refuse.ts';
import { ofPromotion } from './scope.ts';

export const decidePromotion = route(
  {
    method: 'put',
    path: '/promotions/:id/decision',
    summary: 'Approve or refuse a release that waits; by somebody else than who asked for it',
    permission: 'release.approve',
    where: ofPromotion,
    body: z.strictObject({ approve: z.boolean(), reason }),
    answer: z.object({ state: z.string() }),
  },
  async ({ params, body, ...deps }) => {
    const [asked] = await promotionsOf(deps.store, { id: params.id });
    if (asked === undefined) throw missing();
    if (body.approve) await refuseUnready(asked.release, asked.environment, deps);
    return { state: await decide(deps.store, deps.principal, params.id, body) };
  },
);

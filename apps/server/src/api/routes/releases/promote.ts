import { findRelease, promote } from '@throughline/store';
import { z } from 'zod';
import { environmentName } from '../../fields.ts';
import { missing } from '../../refusal.ts';
import { route } from '../../route.ts';
import { inBodysWhole } from '../environments/scope.ts';
import { reason, rollout } from './fields.ts';
import { refuseUnready } from './refuse.ts';

export const promoteRelease = route(
  {
    method: 'post',
    path: '/releases/:release/promotions',
    summary: 'Bring a release into an environment: at once, or once somebody else approves where that is protected',
    permission: 'release.make',
    where: inBodysWhole,
    body: z.strictObject({ environment: environmentName, reason, rollout: rollout.nullable().default(null) }),
    answer: z.object({ id: z.string(), state: z.string() }),
    status: 201,
  },
  async ({ params, body, ...deps }) => {
    const id = await findRelease(deps.store, params.release);
    if (id === null) throw missing();
    await refuseUnready(id, body.environment, deps);
    return promote(deps.store, deps.principal, { ...body, release: id });
  },
);

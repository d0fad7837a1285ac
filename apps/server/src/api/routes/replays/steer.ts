import { audited, steerReplay as steer } from '@throughline/store';
import { z } from 'zod';
import { Refusal } from '../../refusal.ts';
import { route } from '../../route.ts';
import { ofReplay } from './get.ts';

const words = { running: 'Let a replay go on.', paused: 'Paused a replay.', cancelled: 'Cancelled a replay.' };

export const steerReplay = route(
  {
    method: 'put',
    path: '/replays/:id/state',
    summary: 'Pause a replay, let it go on, or cancel the rest of it; what has been replayed stays so',
    permission: 'message.replay',
    where: ofReplay,
    body: z.strictObject({ state: z.enum(['running', 'paused', 'cancelled']) }),
    answer: z.object({ id: z.string(), state: z.string() }),
  },
  ({ store, principal, params: { id }, body: { state } }) =>
    audited(store, principal, 'replay.steer', async (tx) => {
      if (!(await steer(tx, id, state))) {
        throw new Refusal(409, 'replay_state', 'This replay is over, or in this state already.');
      }
      return { result: { id, state }, object: `replay:${id}`, summary: words[state], after: { state } };
    }),
);

import { announce, audited, placeOfQuarantine, resolveQuarantine } from '@throughline/store';
import { z } from 'zod';
import { Refusal } from '../../refusal.ts';
import { route } from '../../route.ts';
import { ofQuarantine } from './scope.ts';

export const decideQuarantine = route(
  {
    method: 'put',
    path: '/quarantine/:id/decision',
    summary:
      'Decide not to deliver: skipped lets the successors of its key go on, discarded says it should not have come',
    permission: 'quarantine.manage',
    where: ofQuarantine,
    body: z.strictObject({ state: z.enum(['skipped', 'discarded']), reason: z.string().min(1).max(500) }),
    answer: z.object({ id: z.string(), state: z.string() }),
  },
  ({ store, principal, params, body: { state, reason } }) =>
    audited(
      store,
      principal,
      `quarantine.${state === 'skipped' ? 'skip' : 'discard'}`,
      async (tx) => {
        const { id } = params;
        const decided = await resolveQuarantine(tx, { id, state, by: principal.name, reason });
        if (!decided) throw new Refusal(409, 'already_decided', 'Somebody has decided about this message already.');
        const place = await placeOfQuarantine(store, id);
        await announce(tx, 'quarantine', id, place?.environment ?? null);
        return {
          result: { id, state },
          object: `quarantine:${id}`,
          summary: `A quarantined message was ${state}.`,
          after: { state },
        };
      },
      reason,
    ),
);

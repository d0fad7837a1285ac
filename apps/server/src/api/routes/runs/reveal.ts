import { audited, grantReveal, placeOfRun } from '@throughline/store';
import { z } from 'zod';
import { instant } from '../../fields.ts';
import { missing } from '../../refusal.ts';
import { route } from '../../route.ts';
import { ofRun } from './scope.ts';

export const revealMessage = route(
  {
    method: 'post',
    path: '/runs/:id/reveal',
    summary: 'Show the personal values of this message to you for some minutes; kept in the audit with your reason',
    permission: 'message.reveal',
    where: ofRun,
    body: z.strictObject({
      reason: z.string().trim().min(5, 'a reason of five letters at least').max(500),
      minutes: z.int().min(1).max(60).default(10),
    }),
    answer: z.object({ until: instant }),
  },
  ({ store, principal, params, body: { reason, minutes } }) =>
    audited(
      store,
      principal,
      'message.reveal',
      async (tx) => {
        const place = await placeOfRun(store, params.id);
        if (place === null) throw missing();
        const { message } = place;
        const result = await grantReveal(tx, { user: principal.user!.id, message, reason, minutes });
        return { result, object: `message:${message}`, summary: `Revealed a message for ${minutes} minutes.` };
      },
      reason,
    ),
);

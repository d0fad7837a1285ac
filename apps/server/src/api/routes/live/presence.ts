import { positionSchema } from '@throughline/flow';
import { inTransaction, showPresence } from '@throughline/store';
import { z } from 'zod';
import { nothing } from '../../fields.ts';
import { Refusal } from '../../refusal.ts';
import { route } from '../../route.ts';
import { session } from '../drafts/fields.ts';
import { ofFlow } from '../flows/scope.ts';

export const showSelection = route(
  {
    method: 'post',
    path: '/flows/:flow/presence',
    summary:
      'Show the others who is on this flow, what they have selected and where they point; forgotten 30 seconds after the last sign of life',
    permission: 'flow.see',
    where: ofFlow,
    body: z.strictObject({
      session,
      selection: z.array(z.string().max(64)).max(2000),
      cursor: positionSchema.nullable().default(null),
    }),
    answer: nothing,
  },
  async ({ store, principal, params, body }) => {
    const shown = await inTransaction(store, (tx) => showPresence(tx, { flow: params.flow, ...body }, principal));
    if (!shown) throw new Refusal(409, 'session_other', 'This editing session is somebody else’s.');
  },
);

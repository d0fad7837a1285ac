import { audited, can, newId, planReplay, startReplay as start } from '@throughline/store';
import { z } from 'zod';
import { Refusal } from '../../refusal.ts';
import { route } from '../../route.ts';
import { inBodysEnvironment } from '../environments/scope.ts';
import { destinations, left, modeOf, selection, selectionOf } from './selection.ts';

export const startReplay = route(
  {
    method: 'post',
    path: '/replays',
    summary: 'Replay messages; the same id twice replays once. `expired`: content past retention',
    permission: 'message.replay',
    where: inBodysEnvironment,
    body: z.strictObject({
      ...selection,
      id: z.uuid().optional(),
      reason: z.string().min(1).max(500),
      /** For one message: the copy to replay in its place; what was received is kept as it is. */
      edited: z.string().max(8_000_000).optional(),
    }),
    bytes: 16 * 1024 * 1024,
    answer: z.object({ id: z.string(), started: z.int(), expired: z.array(z.string()), left, destinations }),
    status: 201,
  },
  async ({ store, receive, principal, body }) => {
    const mode = modeOf(body);
    const { environment, reason, edited, id = newId() } = body;
    if (edited !== undefined && !can(principal, 'message.edit', { environment })) {
      throw new Refusal(403, 'forbidden', 'Your role does not allow to replay an edited copy.');
    }
    const { targets, left: leftOut, destinations: counts } = await planReplay(store, selectionOf(body), mode, receive);
    if (edited !== undefined && targets.length !== 1) {
      throw new Refusal(
        400,
        'edited_one',
        `An edited copy stands for one message, and this selects ${targets.length}.`,
      );
    }
    return audited(
      store,
      principal,
      'message.replay',
      async (tx) => {
        const { made, expired } = await start(
          store,
          tx,
          { id, environment, mode, reason, by: principal.name, edited },
          targets,
          receive,
        );
        const copy = edited === undefined ? '' : ', as an edited copy';
        const summary = `Replayed ${made.length} ${made.length === 1 ? 'message' : 'messages'} in ${environment}${copy}.`;
        const result = { id, started: made.length, expired, left: leftOut, destinations: counts };
        return { result, object: `replay:${id}`, summary, after: { made: made.map(({ run }) => run) } };
      },
      reason,
    );
  },
);

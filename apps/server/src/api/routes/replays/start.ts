import { audited, newId, planReplay, startReplay as start } from '@throughline/store';
import { z } from 'zod';
import { route } from '../../route.ts';
import { inBodysEnvironment } from '../environments/scope.ts';
import { destinations, modeOf, selection, selectionOf } from './selection.ts';

export const startReplay = route(
  {
    method: 'post',
    path: '/replays',
    summary: 'Replay messages; the same id twice replays once. `expired`: content past retention',
    permission: 'message.replay',
    where: inBodysEnvironment,
    body: z.strictObject({ ...selection, id: z.uuid().optional(), reason: z.string().min(1).max(500) }),
    answer: z.object({ id: z.string(), started: z.int(), expired: z.array(z.string()), destinations }),
    status: 201,
  },
  async ({ store, principal, body }) => {
    const mode = modeOf(body);
    const { targets, destinations: counts } = await planReplay(store, selectionOf(body), mode);
    const { environment, reason, id = newId() } = body;
    return audited(
      store,
      principal,
      'message.replay',
      async (tx) => {
        const { made, expired } = await start(
          store,
          tx,
          { id, environment, mode, reason, by: principal.name },
          targets,
        );
        const summary = `Replayed ${made.length} messages in ${environment}.`;
        const result = { id, started: made.length, expired, destinations: counts };
        return { result, object: `replay:${id}`, summary, after: { made: made.map(({ run }) => run) } };
      },
      reason,
    );
  },
);

import { audited, can, getReplay, newId, planReplay, requestReplay, workReplay } from '@throughline/store';
import { z } from 'zod';
import { flowFilter } from '../../folders.ts';
import { Refusal } from '../../refusal.ts';
import { route } from '../../route.ts';
import { inBodysEnvironment } from '../environments/scope.ts';
import { edited as copy, destinations, left, modeOf, selection, selectionOf } from './selection.ts';

const AT_ONCE = 100;

export const startReplay = route(
  {
    method: 'post',
    path: '/replays',
    summary:
      'Replay messages in the order of their acceptance; the same id twice replays once. More than a hundred are worked through behind it',
    permission: 'message.replay',
    where: inBodysEnvironment,
    body: z.strictObject({
      ...selection,
      id: z.uuid().optional(),
      reason: z.string().min(1).max(500),
      edited: copy,
    }),
    bytes: 16 * 1024 * 1024,
    answer: z.object({
      id: z.string(),
      state: z.string(),
      total: z.int(),
      /** Made so far. */
      started: z.int(),
      expired: z.array(z.string()),
      left,
      destinations,
    }),
    status: 201,
  },
  async ({ store, receive, principal, body }) => {
    const mode = modeOf(body);
    const { environment, reason, edited, id = newId() } = body;
    const mayEdit = await flowFilter(store, principal, 'message.edit', environment);
    if (edited !== undefined && !can(principal, 'message.edit', { environment, folder: null }))
      throw editingForbidden();
    const {
      targets,
      left: leftOut,
      destinations: counts,
    } = await planReplay(store, await selectionOf(store, principal, body), mode, receive);
    if (edited !== undefined && targets.length !== 1) {
      throw new Refusal(
        400,
        'edited_one',
        `An edited copy stands for one message, and this selects ${targets.length}.`,
      );
    }
    if (edited !== undefined && !mayEdit(targets[0]!.flow)) throw editingForbidden();
    await audited(
      store,
      principal,
      'message.replay',
      async (tx) => {
        const request = { id, environment, mode, reason, by: principal.name, edited };
        if (!(await requestReplay(store, tx, request, targets))) return { result: undefined, object: null };
        const as = edited === undefined ? '' : ', as an edited copy';
        const summary = `Replayed ${targets.length} ${targets.length === 1 ? 'message' : 'messages'} in ${environment}${as}.`;
        return {
          result: undefined,
          object: `replay:${id}`,
          summary,
          after: { mode, sources: targets.map(({ source }) => source) },
        };
      },
      reason,
    );
    // A few are made at once, by the same verb that workers use; for many the caller looks in again.
    if (targets.length <= AT_ONCE) await workReplay(store, receive, id);
    const progress = (await getReplay(store, id))!;
    const expired = progress.sample.filter((item) => item.state === 'expired').map(({ source }) => source);
    const { state, total, items } = progress;
    return { id, state, total, started: items['made'] ?? 0, expired, left: leftOut, destinations: counts };
  },
);

function editingForbidden(): Refusal {
  return new Refusal(403, 'forbidden', 'Your role does not allow to replay an edited copy.');
}

import { getReplay as get, listReplays as list, placeOfReplay, type Scope } from '@throughline/store';
import { z } from 'zod';
import type { Deps } from '../../deps.ts';
import { environmentName, instant, limit } from '../../fields.ts';
import { folderLimit } from '../../folders.ts';
import { missing } from '../../refusal.ts';
import { route } from '../../route.ts';
import { inEnvironment } from '../environments/scope.ts';
import { businessKeys } from '../runs/filter.ts';

const replayProgress = z.object({
  id: z.string(),
  environment: z.string(),
  mode: z.object({
    from: z.union([z.string(), z.object({ node: z.string() })]),
    version: z.union([z.string(), z.int()]),
    repeat: z.boolean(),
  }),
  reason: z.string(),
  by: z.string(),
  kind: z.enum(['quarantine', 'run']),
  state: z.enum(['running', 'paused', 'cancelled', 'done']),
  total: z.int(),
  isEdited: z.boolean(),
  at: instant,
  changedAt: instant,
  items: z.record(z.string(), z.int()),
});

export const listReplays = route(
  {
    method: 'get',
    path: '/replays',
    summary: 'Replays of an environment, newest first, with how far each has come',
    permission: 'run.see',
    where: inEnvironment,
    query: z.strictObject({ environment: environmentName, before: z.uuid().optional(), limit }),
    answer: z.object({ replays: z.array(replayProgress), next: z.string().nullable() }),
  },
  async ({ store, principal, query }) => {
    const replays = await list(store, { ...query, ...folderLimit(principal, 'run.see', query.environment) });
    return { replays, next: replays.length < query.limit ? null : replays.at(-1)!.id };
  },
);

export const getReplay = route(
  {
    method: 'get',
    path: '/replays/:id',
    summary: 'How far a replay has come, how its runs ended, and a sample of its messages, those in trouble first',
    permission: 'run.see',
    where: ofReplay,
    answer: replayProgress.extend({
      outcome: z.object({ running: z.int(), done: z.int(), quarantined: z.int() }),
      sample: z.array(
        z.object({
          source: z.string(),
          message: z.string(),
          keys: businessKeys,
          state: z.string(),
          run: z.string().nullable(),
          runState: z.string().nullable(),
        }),
      ),
    }),
  },
  async ({ store, params }) => {
    const found = await get(store, params.id);
    if (found === null) throw missing();
    return found;
  },
);

export async function ofReplay({ params }: { params: { id: string } }, { store }: Deps): Promise<Scope | null> {
  return await placeOfReplay(store, params.id);
}

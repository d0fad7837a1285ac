import { listQuarantine as list } from '@throughline/store';
import { z } from 'zod';
import { environmentName, flowId, instant, limit } from '../../fields.ts';
import { folderLimit } from '../../folders.ts';
import { route } from '../../route.ts';
import { inEnvironment } from '../environments/scope.ts';

const state = z.enum(['open', 'replayed', 'skipped', 'discarded']);

export const listQuarantine = route(
  {
    method: 'get',
    path: '/quarantine',
    summary: 'What waits for a person, newest first; `next` asks for the page behind as `before`',
    permission: 'run.see',
    where: inEnvironment,
    query: z.strictObject({
      environment: environmentName,
      flow: flowId.optional(),
      code: z.string().max(80).optional(),
      node: z.string().max(200).optional(),
      /** Field at fault, its places left out; empty: none is named. */
      field: z.string().max(500).optional(),
      missedTable: z.string().max(64).optional(),
      missedHash: z.string().max(64).optional(),
      state: state.optional(),
      before: z.uuid().optional(),
      limit,
    }),
    answer: z.object({
      messages: z.array(
        z.object({
          id: z.string(),
          flow: z.string(),
          run: z.string(),
          message: z.string(),
          node: z.string(),
          code: z.string(),
          class: z.string(),
          sentence: z.string(),
          path: z.string().nullable(),
          attempts: z.int(),
          parks: z.boolean(),
          state,
          owner: z.string().nullable(),
          note: z.string().nullable(),
          at: instant,
          keys: z.array(z.object({ name: z.string(), value: z.string().nullable() })),
        }),
      ),
      next: z.string().nullable(),
    }),
  },
  async ({ store, principal, query }) => {
    const { before, limit: size, field, missedTable: table, missedHash: hash, ...filter } = query;
    const named = field === '' ? null : field;
    const missed = table === undefined || hash === undefined ? undefined : { table, hash };
    const limited = { ...filter, field: named, missed, ...folderLimit(principal, 'run.see', query.environment) };
    const messages = await list(store, limited, { before, limit: size });
    return { messages, next: messages.length < size ? null : messages.at(-1)!.id };
  },
);

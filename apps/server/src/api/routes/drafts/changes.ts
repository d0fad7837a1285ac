import { listChanges } from '@throughline/store';
import { z } from 'zod';
import { limit } from '../../fields.ts';
import { route } from '../../route.ts';
import { ofFlow } from '../flows/scope.ts';
import { change } from './fields.ts';

export const listDraftChanges = route(
  {
    method: 'get',
    path: '/flows/:flow/operations',
    summary: 'Who did what to the draft, newest first, as far as it is kept',
    permission: 'flow.see',
    where: ofFlow,
    query: z.strictObject({ before: z.coerce.number<string>().int().min(1).optional(), limit }),
    answer: z.object({ changes: z.array(change) }),
  },
  async ({ store, params, query }) => ({ changes: await listChanges(store, params.flow, query) }),
);

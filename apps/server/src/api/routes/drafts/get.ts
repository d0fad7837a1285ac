import { flowSchema } from '@throughline/flow';
import { readDraft } from '@throughline/store';
import { z } from 'zod';
import { instant } from '../../fields.ts';
import { missing } from '../../refusal.ts';
import { route } from '../../route.ts';
import { ofFlow } from '../flows/scope.ts';

export const getDraft = route(
  {
    method: 'get',
    path: '/flows/:flow/draft',
    summary: 'The document being edited, and its revision; `check` says what is wrong with it',
    permission: 'flow.see',
    where: ofFlow,
    answer: z.object({
      document: flowSchema,
      revision: z.int(),
      updatedAt: instant,
      updatedBy: z.string(),
    }),
  },
  async ({ store, publishing, params }) => {
    const draft = await readDraft(store, params.flow, publishing.catalogue);
    if (draft === null) throw missing();
    return draft;
  },
);

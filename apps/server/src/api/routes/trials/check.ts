import { prepareFlow } from '@throughline/store';
import { z } from 'zod';
import { route } from '../../route.ts';
import { problem } from '../flows/problem.ts';
import { ofFlow } from '../flows/scope.ts';
import { documentAt, whichDocument } from './document.ts';

export const checkFlow = route(
  {
    method: 'post',
    path: '/flows/:flow/check',
    summary: 'What keeps a document from being published: its problems, expressions read by the sandbox',
    permission: 'flow.see',
    where: ofFlow,
    bytes: 24 * 1024 * 1024,
    body: z.strictObject(whichDocument),
    answer: z.object({
      problems: z.array(problem),
      /** Of the draft, where that was checked. */
      revision: z.int().nullable(),
    }),
  },
  async (call) => {
    const { document, revision } = await documentAt(call.params.flow, call.body, call);
    const { problems } = await prepareFlow(call.store, document, call.publishing);
    return { problems, revision };
  },
);

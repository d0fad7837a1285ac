import { audited, editDraft } from '@throughline/store';
import { z } from 'zod';
import { route } from '../../route.ts';
import { problem } from '../flows/problem.ts';
import { ofFlow } from '../flows/scope.ts';
import { change, operation, session } from './fields.ts';

export const operate = route(
  {
    method: 'post',
    path: '/flows/:flow/operations',
    summary:
      'Make edits on the newest draft, each by itself; the document of `base` with all that was missed is that of `revision`',
    permission: 'flow.edit',
    where: ofFlow,
    bytes: 16 * 1024 * 1024,
    body: z.strictObject({
      base: z.int().min(1).meta({ description: 'The revision that the sender knows' }),
      session,
      number: z.int().min(1).max(2_000_000_000).meta({
        description: 'Number of the first operation within the session; one that was sent before is not made again',
      }),
      operations: z.array(operation).min(1).max(500),
    }),
    answer: z.object({
      revision: z.int(),
      refused: z.array(z.object({ index: z.int(), problem })),
      missed: z.array(change.extend({ operations: z.array(operation) })),
    }),
  },
  ({ store, publishing, principal, params: { flow }, body }) =>
    audited(store, principal, 'flow.edit', async (tx) => {
      const { begun, ...result } = await editDraft(tx, { flow, ...body }, principal, publishing.catalogue);
      if (!begun) return { result, object: null };
      return { result, object: `flow:${flow}`, summary: `Began to edit ${flow}.` };
    }),
);

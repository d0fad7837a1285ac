import { parseDocument } from '@throughline/flow';
import { audited, lockDraftAt, type Published, publishFlow } from '@throughline/store';
import { z } from 'zod';
import { Refusal } from '../../refusal.ts';
import { route } from '../../route.ts';
import { problem } from './problem.ts';
import { ofFlowToBe } from './scope.ts';

export const publishVersion = route(
  {
    method: 'post',
    path: '/flows/:flow/versions',
    summary:
      'Publish the draft, or a document, as the next version; with problems that are errors nothing is published, and version is null',
    permission: 'flow.publish',
    where: ofFlowToBe,
    bytes: 16 * 1024 * 1024,
    body: z.strictObject({
      document: z.record(z.string(), z.unknown()).optional().meta({ description: 'Left out: the draft' }),
      revision: z
        .int()
        .min(1)
        .optional()
        .meta({ description: 'The draft that was looked at; needed without a document' }),
      note: z.string().max(500).default(''),
    }),
    answer: z.object({ version: z.int().nullable(), problems: z.array(problem) }),
  },
  async ({ store, publishing, principal, params: { flow }, body }) => {
    const { document: given, revision, note } = body;
    if ((given === undefined) === (revision === undefined)) {
      throw new Refusal(400, 'body_invalid', 'Publish either a document or a revision of the draft.');
    }
    return audited<Published>(store, principal, 'flow.publish', async (tx) => {
      const saved = given ?? (await lockDraftAt(tx, flow, revision!));
      const { document, problems } = parseDocument(saved, publishing.catalogue);
      if (document === null) return { result: { version: null, problems }, object: null };
      if (document.id !== flow) {
        throw new Refusal(400, 'flow_other', `The document says that it is the flow ${document.id}.`);
      }
      const published = await publishFlow(tx, { document, note, author: principal.name }, publishing);
      if (published.version === null) return { result: published, object: null };
      const summary = `Published version ${published.version} of ${flow}.`;
      return { result: published, object: `flow:${flow}`, summary, after: document };
    });
  },
);

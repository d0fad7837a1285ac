import { parseDocument } from '@throughline/flow';
import { audited, type Published, publishFlow } from '@throughline/store';
import { z } from 'zod';
import { Refusal } from '../../refusal.ts';
import { route } from '../../route.ts';
import { problem } from './problem.ts';

export const publishVersion = route(
  {
    method: 'post',
    path: '/flows/:flow/versions',
    summary:
      'Publish a document as the next version; with problems that are errors nothing is published, and version is null',
    permission: 'flow.publish',
    where: async () => ({ environment: null }),
    bytes: 16 * 1024 * 1024,
    body: z.strictObject({ document: z.record(z.string(), z.unknown()), note: z.string().max(500).default('') }),
    answer: z.object({ version: z.int().nullable(), problems: z.array(problem) }),
  },
  async ({ store, publishing, principal, params, body }) => {
    const { document, problems } = parseDocument(body.document, publishing.catalogue);
    if (document === null) return { version: null, problems };
    if (document.id !== params.flow) {
      throw new Refusal(400, 'flow_other', `The document says that it is the flow ${document.id}.`);
    }
    return audited<Published>(store, principal, 'flow.publish', async (tx) => {
      const flow = { document, note: body.note, author: principal.name };
      const published = await publishFlow(tx, flow, publishing);
      if (published.version === null) return { result: published, object: null };
      const summary = `Published version ${published.version} of ${document.id}.`;
      return { result: published, object: `flow:${document.id}`, summary, after: document };
    });
  },
);

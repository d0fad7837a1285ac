import { emptyFlow, type FlowDocument, flowSchema, parseDocument, slug } from '@throughline/flow';
import { audited, createFlow as create, getVersion, readDraft } from '@throughline/store';
import { z } from 'zod';
import type { Deps } from '../../deps.ts';
import { missing, Refusal } from '../../refusal.ts';
import { route } from '../../route.ts';
import { folderName } from '../invitations/invitation.ts';

const origin = z.union([
  z.strictObject({ flow: z.string().max(64), version: z.int().min(1).optional() }).meta({
    description: 'A copy of another flow: of a version, or of its draft',
  }),
  z.strictObject({ document: z.record(z.string(), z.unknown()) }).meta({ description: 'A saved flow' }),
]);

export const createFlow = route(
  {
    method: 'post',
    path: '/flows',
    summary: 'Begin a flow: blank, as a copy of another one, or from a saved document',
    permission: 'flow.edit',
    where: async ({ body }) => ({ environment: null, folder: body.folder }),
    bytes: 16 * 1024 * 1024,
    body: z.strictObject({
      id: slug,
      name: flowSchema.shape.name,
      from: origin.optional(),
      folder: z.union([z.literal(''), folderName]).default(''),
    }),
    answer: z.object({ id: z.string(), revision: z.int() }),
    status: 201,
  },
  async ({ store, publishing, principal, body: { id, name, from, folder } }) => {
    const source = from === undefined ? emptyFlow(id, name) : await documentOf(from, { store, publishing });
    return audited(store, principal, 'flow.create', async (tx) => {
      const { revision } = await create(tx, { ...source, id, name }, principal.name, folder);
      return { result: { id, revision }, object: `flow:${id}`, summary: `Began the flow ${id}.` };
    });
  },
);

async function documentOf(
  from: z.output<typeof origin>,
  { store, publishing: { catalogue } }: Pick<Deps, 'store' | 'publishing'>,
): Promise<FlowDocument> {
  if ('document' in from) return understood(from.document, catalogue);
  if (from.version === undefined) {
    const draft = await readDraft(store, from.flow, catalogue);
    if (draft === null) throw missing();
    return draft.document;
  }
  const version = await getVersion(store, from.flow, from.version);
  if (version === null) throw missing();
  return understood(version, catalogue);
}

function understood(saved: unknown, catalogue: Deps['publishing']['catalogue']): FlowDocument {
  const { document, problems } = parseDocument(saved, catalogue);
  if (document !== null) return document;
  const errors = problems.map(({ field = '', sentence }) => ({ field: `/from/document${field}`, sentence }));
  throw new Refusal(400, problems[0]?.code ?? 'not_a_flow', problems[0]?.sentence ?? 'This is not a flow.', { errors });
}

import { type FlowDocument, parseDocument } from '@throughline/flow';
import { getVersion, readDraft } from '@throughline/store';
import { z } from 'zod';
import type { Deps } from '../../deps.ts';
import { missing, Refusal } from '../../refusal.ts';

/** Which document of a flow is meant: one in the body, a version, or the draft. */
export const whichDocument = {
  document: z
    .record(z.string(), z.unknown())
    .optional()
    .meta({ description: 'A document; else `version`, else the draft' }),
  version: z.int().min(1).optional(),
};

interface Which {
  document?: unknown;
  version?: number | undefined;
}

/** The document, and its revision where it is the draft. */
export async function documentAt(
  flow: string,
  { document, version }: Which,
  { store, publishing: { catalogue } }: Pick<Deps, 'store' | 'publishing'>,
): Promise<{ document: FlowDocument; revision: number | null }> {
  if (document === undefined && version === undefined) {
    const draft = await readDraft(store, flow, catalogue);
    if (draft === null) throw missing();
    return draft;
  }
  const saved = document ?? (await getVersion(store, flow, version!));
  if (saved === null) throw missing();
  const { document: read, problems } = parseDocument(saved, catalogue);
  if (read !== null) return { document: read, revision: null };
  const errors = problems.map(({ field = '', sentence }) => ({ field: `/document${field}`, sentence }));
  throw new Refusal(400, problems[0]?.code ?? 'not_a_flow', problems[0]?.sentence ?? 'This is not a flow.', { errors });
}

export async function documentOf(
  flow: string,
  which: Which,
  deps: Pick<Deps, 'store' | 'publishing'>,
): Promise<FlowDocument> {
  return (await documentAt(flow, which, deps)).document;
}

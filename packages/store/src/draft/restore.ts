import type { Catalogue } from '@throughline/flow';
import { StoreError } from '../error.ts';
import { announce } from '../event/announce.ts';
import type { Principal } from '../identity/principal.ts';
import type { Tx } from '../tx.ts';
import { draftText, lockDraft } from './edit.ts';
import { understand } from './understand.ts';

/** Throws StoreError `draft_moved` when somebody edited the draft since `revision`. */
export async function lockDraftAt(tx: Tx, flow: string, revision: number): Promise<string> {
  const draft = await lockDraft(tx, flow);
  if (draft.revision === revision) return draft.draft;
  throw new StoreError('draft_moved', 'The draft was edited since you saw it; look at it and decide again.');
}

/**
 * Puts a version's document in the place of the draft, lifted to the newest shape. What was drawn since is in the log of the draft.
 * Throws StoreError `not_found`, `draft_moved`, `document_unreadable`.
 */
export async function restoreVersion(
  tx: Tx,
  wanted: { flow: string; version: number; revision: number },
  by: Pick<Principal, 'actor' | 'name'>,
  catalogue: Catalogue,
): Promise<{ revision: number }> {
  const { flow, version } = wanted;
  await lockDraftAt(tx, flow, wanted.revision);
  const [row] = await tx.sql<{ document: string }[]>`
    select document from flow_version where flow_id = ${flow} and version = ${version}`;
  if (row === undefined) throw new StoreError('not_found', `There is no version ${version} of ${flow}.`);
  const text = draftText(understand(`${flow}@${version}`, row.document, catalogue));
  const [made] = await tx.sql<{ revision: number }[]>`
    with kept as (
      update flow set draft = ${text}, revision = revision + 1, updated_at = now(), updated_by = ${by.name}
      where id = ${flow} returning revision
    )
    insert into draft_change (flow_id, revision, actor, actor_name)
    select ${flow}, revision, ${by.actor}, ${by.name} from kept returning revision`;
  await announce(tx, 'drafts', flow);
  return made!;
}

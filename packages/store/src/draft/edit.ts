import { apply, type Catalogue, canonical, type FlowDocument, type Operation, type Problem } from '@throughline/flow';
import { StoreError } from '../error.ts';
import { announce } from '../event/announce.ts';
import type { Principal } from '../identity/principal.ts';
import type { Tx } from '../tx.ts';
import { changesAfter, type DraftChange } from './changes.ts';
import { remember, understand } from './understand.ts';

/** Operations of one editing session, in order. */
export interface DraftEdit {
  flow: string;
  /** Made by the page that edits; one person's. */
  session: string;
  /** The revision that the sender knows. */
  base: number;
  /** Number of the first operation within its session; those behind it count on. One that was sent before is not made again. */
  number: number;
  operations: Operation[];
}

export interface DraftEdited {
  revision: number;
  /** Operations that were not made, by their place in the request. */
  refused: { index: number; problem: Problem }[];
  /** All that made `revision` out of `base`, in order, this request's own included. */
  missed: (DraftChange & { operations: Operation[] })[];
  /** The session's first. */
  begun: boolean;
}

/** Bytes of a document at most, as canonical text. */
export const DOCUMENT_BYTES = 24 * 1024 * 1024;

interface Refusals {
  number: number;
  problem: Problem;
}

/**
 * Makes operations on the newest draft, each by itself: one that is refused leaves the others. Throws StoreError `not_found`,
 * `base_gone` (what lies between `base` and now is not known any more: read the draft and send again), `session_other`,
 * `flow_too_large`, `document_unreadable`.
 */
export async function editDraft(
  tx: Tx,
  edit: DraftEdit,
  by: Pick<Principal, 'actor' | 'name'>,
  catalogue: Catalogue,
): Promise<DraftEdited> {
  const { flow, session } = edit;
  // Sent together, answered in order: the draft's lock comes first.
  const [draft, before, changes] = await Promise.all([
    lockDraft(tx, flow),
    lockSession(tx, flow, session, by.actor),
    changesAfter(tx, flow, edit.base),
  ]);
  const missed = whole(changes, draft.revision - edit.base);
  const now = understand(flow, draft.draft, catalogue);
  const { document, made, refused } = makeEach(now, edit, before, catalogue);
  const progress = { handled: Math.max(before.handled, edit.number + edit.operations.length - 1), refused };
  const change = await keep(tx, { flow, session, document, made, by, progress }, catalogue);
  return {
    revision: change?.revision ?? draft.revision,
    refused: refused.map(({ number, problem }) => ({ index: number - edit.number, problem })),
    missed: change === null ? missed : [...missed, change],
    begun: before.begun,
  };
}

/** The draft, locked until the transaction ends. */
export async function lockDraft({ sql }: Tx, flow: string): Promise<{ draft: string; revision: number }> {
  const [row] = await sql<{ draft: string; revision: number }[]>`
    select draft, revision from flow where id = ${flow} and archived_at is null for update`;
  if (row === undefined) throw new StoreError('not_found', `There is no flow ${flow}.`);
  return row;
}

function whole(changes: DraftChange[], count: number): DraftEdited['missed'] {
  const known = changes.filter((change): change is DraftEdited['missed'][number] => change.operations !== null);
  if (known.length === count) return known;
  throw new StoreError('base_gone', 'The draft was replaced since, or is too far ahead: read it again and send again.');
}

async function lockSession({ sql }: Tx, flow: string, session: string, actor: string) {
  const [row] = await sql<{ actor: string; handled: number; refused: Refusals[]; begun: boolean }[]>`
    insert into draft_session (flow_id, session, actor) values (${flow}, ${session}, ${actor})
    on conflict (flow_id, session) do update set seen_at = now()
    returning actor, handled, refused, began_at = now() as begun`;
  if (row!.actor !== actor) throw new StoreError('session_other', 'This editing session is somebody else’s.');
  return row!;
}

function makeEach(
  before: FlowDocument,
  { number: first, operations }: DraftEdit,
  { handled, refused: earlier }: { handled: number; refused: Refusals[] },
  catalogue: Catalogue,
): { document: FlowDocument; made: Operation[]; refused: Refusals[] } {
  const last = first + operations.length - 1;
  const refused = earlier.filter(({ number }) => number >= first && number <= last);
  const made: Operation[] = [];
  let document = before;
  for (const [i, operation] of operations.entries()) {
    const number = first + i;
    if (number <= handled) continue;
    const applied = apply(document, operation, catalogue);
    if ('refused' in applied) refused.push({ number, problem: applied.refused });
    else if (applied.document !== document) made.push(operation);
    document = 'refused' in applied ? document : applied.document;
  }
  return { document, made, refused };
}

/** Keeps what was made, and how far the session is; null when nothing was made. */
async function keep(
  tx: Tx,
  edit: {
    flow: string;
    session: string;
    document: FlowDocument;
    made: Operation[];
    by: { actor: string; name: string };
    progress: { handled: number; refused: Refusals[] };
  },
  catalogue: Catalogue,
): Promise<DraftEdited['missed'][number] | null> {
  const { flow, session, document, made, by, progress } = edit;
  const advanced = tx.sql`
    update draft_session set handled = ${progress.handled}, refused = ${JSON.stringify(progress.refused)}::text::jsonb
    where flow_id = ${flow} and session = ${session}`;
  if (made.length === 0) {
    await advanced;
    return null;
  }
  const text = draftText(document);
  const kept = tx.sql<{ revision: number; at: string }[]>`
    with kept as (
      update flow set draft = ${text}, revision = revision + 1, updated_at = now(), updated_by = ${by.name}
      where id = ${flow} returning revision
    )
    insert into draft_change (flow_id, revision, session, actor, actor_name, operations)
    select ${flow}, revision, ${session}, ${by.actor}, ${by.name}, ${JSON.stringify(made)} from kept
    returning revision, at`;
  const [, [row]] = await Promise.all([advanced, kept, announce(tx, 'drafts', flow)]);
  remember(flow, text, document, catalogue);
  return { revision: row!.revision, session, by: by.name, at: new Date(row!.at), operations: made };
}

/** Canonical text of a document that may be kept. Throws StoreError `flow_too_large`. */
export function draftText(document: FlowDocument): string {
  const text = canonical(document);
  if (text.length > DOCUMENT_BYTES) {
    const megabytes = DOCUMENT_BYTES / 1024 / 1024;
    throw new StoreError(
      'flow_too_large',
      `A flow with its samples may be ${megabytes} MB at most; keep smaller samples.`,
    );
  }
  return text;
}

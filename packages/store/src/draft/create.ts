import type { FlowDocument } from '@throughline/flow';
import { StoreError } from '../error.ts';
import { announce } from '../event/announce.ts';
import type { Tx } from '../tx.ts';
import { draftText } from './edit.ts';

/** Begins a flow with this document as its draft. Throws StoreError `flow_exists` (an archived one too), `flow_too_large`. */
export async function createFlow(
  tx: Tx,
  document: FlowDocument,
  by: string,
  folder = '',
): Promise<{ revision: number }> {
  const [row] = await tx.sql<{ revision: number }[]>`
    insert into flow (id, draft, updated_by, folder) values (${document.id}, ${draftText(document)}, ${by}, ${folder})
    on conflict (id) do nothing returning revision`;
  if (row === undefined) {
    throw new StoreError('flow_exists', 'There is, or was, a flow of this id; choose another one.');
  }
  await announce(tx, 'flows', document.id);
  return row;
}

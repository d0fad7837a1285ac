import type { Catalogue, FlowDocument } from '@throughline/flow';
import type { Store } from '../client.ts';
import { understand } from './understand.ts';

export interface Draft {
  document: FlowDocument;
  revision: number;
  updatedAt: Date;
  updatedBy: string;
}

/** Where a draft stands; null when there is no such flow. */
export async function draftRevision({ sql }: Pick<Store, 'sql'>, flow: string): Promise<number | null> {
  const [row] = await sql<{ revision: number }[]>`
    select revision from flow where id = ${flow} and archived_at is null`;
  return row?.revision ?? null;
}

/** The document being edited, in the newest shape; null when there is no such flow. Throws StoreError `document_unreadable`. */
export async function readDraft(store: Pick<Store, 'sql'>, flow: string, catalogue: Catalogue): Promise<Draft | null> {
  const [row] = await store.sql<{ draft: string; revision: number; updated_at: string; updated_by: string }[]>`
    select draft, revision, updated_at, updated_by from flow where id = ${flow} and archived_at is null`;
  if (row === undefined) return null;
  return {
    document: understand(flow, row.draft, catalogue),
    revision: row.revision,
    updatedAt: new Date(row.updated_at),
    updatedBy: row.updated_by,
  };
}

import { and, desc, eq, isNull } from 'drizzle-orm';
import type { Store } from '../client.ts';
import { flow, flowVersion } from '../schema/tables.ts';

export interface FlowDraft {
  id: string;
  /** Canonical JSON text of the document. */
  draft: string;
  /** Raised with every change; a writer names the one it started from. */
  revision: number;
  updatedAt: Date;
  updatedBy: string;
}

/** The document being edited, or null. */
export async function getFlow(store: Store, id: string): Promise<FlowDraft | null> {
  const [found] = await store.db
    .select({
      id: flow.id,
      draft: flow.draft,
      revision: flow.revision,
      updatedAt: flow.updatedAt,
      updatedBy: flow.updatedBy,
    })
    .from(flow)
    .where(and(eq(flow.id, id), isNull(flow.archivedAt)));
  return found ?? null;
}

/** Published versions, newest first. */
export function listVersions(store: Store, id: string) {
  return store.db
    .select({
      version: flowVersion.version,
      note: flowVersion.note,
      author: flowVersion.author,
      publishedAt: flowVersion.publishedAt,
    })
    .from(flowVersion)
    .where(eq(flowVersion.flowId, id))
    .orderBy(desc(flowVersion.version));
}

/** Canonical JSON text of a published version, or null. */
export async function getVersion(store: Store, id: string, version: number): Promise<string | null> {
  const [found] = await store.db
    .select({ document: flowVersion.document })
    .from(flowVersion)
    .where(and(eq(flowVersion.flowId, id), eq(flowVersion.version, version)));
  return found?.document ?? null;
}

import type { Catalogue, FlowDocument } from '@throughline/flow';
import type { Store } from '../client.ts';
import { understand } from '../draft/understand.ts';

/** A document of a flow: its draft, a version, or what is live in an environment. */
export type Point = { draft: true } | { version: number } | { live: string };

export interface PointRead {
  document: FlowDocument;
  /** Of the draft; null for a version. */
  revision: number | null;
  version: number | null;
}

/** The document at a point of a flow, in the newest shape; null when there is none. Throws StoreError `document_unreadable`. */
export async function readPoint(
  { sql }: Pick<Store, 'sql'>,
  flow: string,
  point: Point,
  catalogue: Catalogue,
): Promise<PointRead | null> {
  if ('draft' in point) {
    const [row] = await sql<{ draft: string; revision: number }[]>`
      select draft, revision from flow where id = ${flow} and archived_at is null`;
    if (row === undefined) return null;
    return { document: understand(flow, row.draft, catalogue), revision: row.revision, version: null };
  }
  const [row] = await ('version' in point
    ? sql<{ document: string; version: number }[]>`
        select document, version from flow_version where flow_id = ${flow} and version = ${point.version}`
    : sql<{ document: string; version: number }[]>`
        select v.document, v.version from deployment d
        join environment e on e.id = d.environment_id
        join flow_version v on v.flow_id = d.flow_id and v.version = d.version
        where d.flow_id = ${flow} and d.active and e.name = ${point.live}`);
  if (row === undefined) return null;
  const { version } = row;
  return { document: understand(`${flow}@${version}`, row.document, catalogue), revision: null, version };
}

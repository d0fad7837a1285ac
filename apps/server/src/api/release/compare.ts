import { diff, type FlowDiff, type FlowDocument, isUnchanged } from '@throughline/flow';
import type { ReleaseContent, Store } from '@throughline/store';

export interface FlowComparison {
  id: string;
  name: string;
  /** What runs in the environment now; null: nothing. */
  before: number | null;
  after: number;
  change: 'added' | 'same' | 'drawing' | 'behaviour';
  diff: FlowDiff | null;
}

/** What a release would change in an environment, against what runs there now: behaviour apart from drawing. */
export async function compareRelease(store: Store, content: ReleaseContent, environment: string) {
  const live = await store.sql<{ id: string; version: number; document: string }[]>`
    select d.flow_id as id, d.version, v.document from deployment d join environment e on e.id = d.environment_id
    join flow_version v on v.flow_id = d.flow_id and v.version = d.version where e.name = ${environment} and d.active`;
  const flows = content.flows.map((flow): FlowComparison => {
    const now = live.find(({ id }) => id === flow.id);
    const of = { id: flow.id, name: flow.name, before: now?.version ?? null, after: flow.version };
    if (now === undefined) return { ...of, change: 'added', diff: null };
    const found = diff(JSON.parse(now.document) as FlowDocument, flow.document);
    if (isUnchanged(found)) return { ...of, change: 'same', diff: null };
    return { ...of, change: found.behaviour ? 'behaviour' : 'drawing', diff: found };
  });
  const bound = await store.sql<{ name: string; id: string; rows: number }[]>`
    select b.table_name as name, b.version_id as id, v.row_count as rows from reference_binding b
    join environment e on e.id = b.environment_id join reference_version v on v.id = b.version_id where e.name = ${environment}`;
  const tables = content.tables.map(({ name, version }) => {
    const now = bound.find((one) => one.name === name);
    const change = version === null ? 'kept' : now === undefined ? 'added' : now.id === version ? 'same' : 'rows';
    return { name, before: now?.id ?? null, after: version ?? now?.id ?? null, change };
  });
  return { flows, tables };
}

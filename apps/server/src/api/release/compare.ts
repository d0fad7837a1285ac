import { compareRows } from '@throughline/contracts';
import { diff, type FlowDiff, type FlowDocument, isUnchanged } from '@throughline/flow';
import { type ReleaseContent, readContent, readTable, type Store } from '@throughline/store';

export interface FlowComparison {
  id: string;
  name: string;
  /** What runs in the environment now; null: nothing. */
  before: number | null;
  after: number;
  /** called: it is drawn as it was, and a flow that it calls, or a contract, is another. */
  change: 'added' | 'same' | 'drawing' | 'called' | 'behaviour';
  diff: FlowDiff | null;
}

export interface TableComparison {
  name: string;
  before: string | null;
  after: string | null;
  change: 'added' | 'same' | 'rows' | 'kept';
  rows: { create: number; update: number; remove: number } | null;
}

/** By name: what only the release has, what only its predecessor had, and what both have with another content. */
export interface Named {
  added: string[];
  removed: string[];
  changed: string[];
}

export interface ReleaseComparison {
  flows: FlowComparison[];
  tables: TableComparison[];
  /** Against the release that is live there; null where none is. */
  contracts: Named | null;
  policies: Named | null;
}

/** What a release would change in an environment, against what runs there now: behaviour apart from drawing. */
export async function compareRelease(
  store: Store,
  content: ReleaseContent,
  environment: string,
): Promise<ReleaseComparison> {
  const [live] = await store.sql<{ release: string }[]>`
    select p.release_id as release from promotion p join environment e on e.id = p.environment_id
    where e.name = ${environment} and p.state = 'live'`;
  const before = live === undefined ? null : await readContent(store, live.release);
  const schemas = ({ contracts }: ReleaseContent) =>
    contracts.map(({ id, schema }): [string, string] => [id, JSON.stringify(schema)]);
  const rules = ({ policies }: ReleaseContent) => policies.map((name): [string, string] => [name, '']);
  return {
    flows: await flowsOf(store, content, environment),
    tables: await tablesOf(store, content, environment),
    contracts: before === null ? null : named(schemas(before), schemas(content)),
    policies: before === null ? null : named(rules(before), rules(content)),
  };
}

async function flowsOf(store: Store, { flows }: ReleaseContent, environment: string): Promise<FlowComparison[]> {
  const wanted = JSON.stringify(flows.map(({ id, version }) => ({ id, version })));
  const live = await store.sql<{ id: string; version: number; document: string; same: boolean }[]>`
    select d.flow_id as id, d.version, v.document, v.plan::jsonb = n.plan::jsonb as same
    from json_to_recordset(${wanted}::text::json) as w(id text, version integer)
    join deployment d on d.flow_id = w.id and d.active join environment e on e.id = d.environment_id and e.name = ${environment}
    join flow_version v on v.flow_id = d.flow_id and v.version = d.version
    join flow_version n on n.flow_id = w.id and n.version = w.version`;
  return flows.map((flow) => {
    const now = live.find(({ id }) => id === flow.id);
    const of = { id: flow.id, name: flow.name, before: now?.version ?? null, after: flow.version };
    if (now === undefined) return { ...of, change: 'added', diff: null };
    const found = diff(JSON.parse(now.document) as FlowDocument, flow.document);
    if (found.behaviour) return { ...of, change: 'behaviour', diff: found };
    const change = !now.same ? 'called' : isUnchanged(found) ? 'same' : 'drawing';
    return { ...of, change, diff: isUnchanged(found) ? null : found };
  });
}

async function tablesOf(store: Store, { tables }: ReleaseContent, environment: string): Promise<TableComparison[]> {
  const bound = await store.sql<{ name: string; id: string }[]>`
    select b.table_name as name, b.version_id as id from reference_binding b
    join environment e on e.id = b.environment_id where e.name = ${environment}`;
  const compared: TableComparison[] = [];
  for (const { name, version } of tables) {
    const now = bound.find((one) => one.name === name);
    const change = version === null ? 'kept' : now === undefined ? 'added' : now.id === version ? 'same' : 'rows';
    const rows = change === 'rows' ? await rowsOf(store, name, now!.id, version!) : null;
    compared.push({ name, before: now?.id ?? null, after: version ?? now?.id ?? null, change, rows });
  }
  return compared;
}

async function rowsOf(store: Store, name: string, before: string, after: string): Promise<TableComparison['rows']> {
  const [old, fresh] = await Promise.all([before, after].map((version) => readTable(store, name, { version })));
  if (!old || !fresh) return null;
  const { create, update, remove } = compareRows(fresh.definition, old.rows, fresh.rows, 'replace');
  return { create, update, remove };
}

function named(before: [string, string][], after: [string, string][]): Named {
  const [old, fresh] = [new Map(before), new Map(after)];
  return {
    added: [...fresh.keys()].filter((name) => !old.has(name)),
    removed: [...old.keys()].filter((name) => !fresh.has(name)),
    changed: [...fresh].filter(([name, text]) => old.has(name) && old.get(name) !== text).map(([name]) => name),
  };
}

import type { TableDefinition } from '@throughline/contracts';
import { type Catalogue, type FlowDocument, type Plan, rules, usesOfPlan } from '@throughline/flow';
import { canonicalJson } from '../audit/canonical.ts';
import { StoreError } from '../error.ts';
import type { Tx } from '../tx.ts';

/** What moves together: flows with everything they need, by content; connections and secrets by name only. */
export interface ReleaseContent {
  schema: 1;
  flows: ReleasedFlow[];
  /** Flows that these call; they run inside the plans of their callers. */
  called: { id: string; document: FlowDocument }[];
  contracts: { id: string; schema: unknown }[];
  tables: ReleasedTable[];
  /** Rules of the house that were there when it was made. */
  policies: string[];
  connections: string[];
  secrets: string[];
}

export interface ReleasedFlow {
  id: string;
  name: string;
  version: number;
  document: FlowDocument;
  /** Hash of the plan's program: what runs. */
  program: string;
}

export interface ReleasedTable {
  name: string;
  definition: TableDefinition;
  /** The content that moves with it, `name@hash`; null: the target keeps its own rows under these columns. */
  version: string | null;
}

/** Gathers the closure of the flows that are live in an environment, or of the ones named. */
export async function gatherContent(
  { sql }: Pick<Tx, 'sql'>,
  wanted: { environment: number; flows: readonly string[] | null; tables: 'content' | 'columns' },
  catalogue: Catalogue,
  contracts: (name: string) => unknown,
): Promise<ReleaseContent> {
  const rows = await sql<{ id: string; version: number; document: string; plan: string }[]>`
    select d.flow_id as id, d.version, v.document, v.plan from deployment d
    join flow_version v on v.flow_id = d.flow_id and v.version = d.version
    where d.environment_id = ${wanted.environment} and d.active order by d.flow_id`;
  const chosen = rows.filter(({ id }) => wanted.flows === null || wanted.flows.includes(id));
  const lacking = (wanted.flows ?? []).filter((id) => !chosen.some((row) => row.id === id));
  if (lacking.length > 0) {
    throw new StoreError('not_live', `Not live there: ${lacking.join(', ')}; a release is made of what runs.`);
  }
  if (chosen.length === 0)
    throw new StoreError('release_empty', 'Nothing is live there, so there is nothing to release.');
  const flows = chosen.map((row) => {
    const document = JSON.parse(row.document) as FlowDocument;
    const plan = JSON.parse(row.plan) as Plan;
    return {
      plan,
      flow: { id: row.id, name: document.name, version: row.version, document, program: plan.program.id },
    };
  });
  const called = await calledBy(
    { sql },
    flows.map(({ flow }) => flow.document),
  );
  const uses = flows.map(({ plan }) => usesOfPlan(plan, catalogue));
  const all = (name: 'tables' | 'contracts' | 'connections' | 'secrets') =>
    [...new Set(uses.flatMap((one) => one[name]))].sort();
  const tables = await sql<ReleasedTable[]>`
    select t.name, t.definition, b.version_id as version from reference_table t
    join reference_binding b on b.table_name = t.name and b.environment_id = ${wanted.environment}
    where t.name = any (${all('tables')}) order by 1`;
  return {
    schema: 1,
    flows: flows.map(({ flow }) => flow),
    called,
    contracts: all('contracts').map((id) => ({ id, schema: contracts(id) ?? null })),
    tables: tables.map((table) => (wanted.tables === 'content' ? table : { ...table, version: null })),
    policies: Object.keys(rules).sort(),
    connections: all('connections'),
    secrets: all('secrets'),
  };
}

export function contentText(content: ReleaseContent): string {
  return canonicalJson(content);
}

/** Flows named by call steps, and those that these name, as they are published now. */
async function calledBy({ sql }: Pick<Tx, 'sql'>, documents: FlowDocument[]): Promise<ReleaseContent['called']> {
  const found = new Map<string, FlowDocument>();
  let wanted = documents.flatMap(callsOf);
  while (wanted.length > 0) {
    const fresh = [...new Set(wanted)].filter((id) => !found.has(id));
    const rows = await sql<{ id: string; document: string }[]>`
      select distinct on (flow_id) flow_id as id, document from flow_version where flow_id = any (${fresh})
      order by flow_id, version desc`;
    for (const { id, document } of rows) found.set(id, JSON.parse(document) as FlowDocument);
    wanted = rows.flatMap(({ id }) => callsOf(found.get(id)!));
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, document]) => ({ id, document }));
}

function callsOf({ nodes }: FlowDocument): string[] {
  return nodes.filter(({ type }) => type === 'route.call').map(({ config }) => String(config['flow']));
}

import type { TableDefinition } from '@throughline/contracts';
import { and, eq } from 'drizzle-orm';
import type { Store } from '../client.ts';
import { StoreError } from '../error.ts';
import { deployment, environment, flowVersion, pin, referenceVersion } from '../schema/tables.ts';

/** What a message was bound to when it was accepted. */
export interface Pinned {
  pin: number;
  deployment: number;
  environmentId: number;
  environment: string;
  flow: string;
  version: number;
  /** JSON text of the compiled plan. */
  plan: string;
  tables: { name: string; id: string }[];
}

export async function loadPin(store: Store, id: number): Promise<Pinned> {
  const [row] = await store.db
    .select({
      pin: pin.id,
      deployment: deployment.id,
      environmentId: environment.id,
      environment: environment.name,
      flow: deployment.flowId,
      version: pin.version,
      plan: flowVersion.plan,
      tables: pin.tables,
    })
    .from(pin)
    .innerJoin(deployment, eq(deployment.id, pin.deploymentId))
    .innerJoin(environment, eq(environment.id, deployment.environmentId))
    .innerJoin(flowVersion, and(eq(flowVersion.flowId, deployment.flowId), eq(flowVersion.version, pin.version)))
    .where(eq(pin.id, id));
  if (row === undefined) throw new StoreError('pin_missing', `There is no pin ${id}.`);
  return row;
}

/** The content of one pinned table, JSON text in the sandbox's form. */
export async function loadTable(store: Store, id: string): Promise<string> {
  const [row] = await store.db
    .select({ content: referenceVersion.content })
    .from(referenceVersion)
    .where(eq(referenceVersion.id, id));
  if (row === undefined) throw new StoreError('table_missing', `There is no table version ${id}.`);
  return row.content;
}

/** What the tables of a pin are: their columns say how what comes from them is guarded. */
export async function tablesOfPin(store: Store, id: number): Promise<TableDefinition[]> {
  const rows = await store.sql<{ definition: TableDefinition }[]>`
    select t.definition from pin p, jsonb_array_elements(p.tables) as pinned
    join reference_table t on t.name = pinned ->> 'name' where p.id = ${id}`;
  return rows.map(({ definition }) => definition);
}

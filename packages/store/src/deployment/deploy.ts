import type { Plan } from '@throughline/flow';
import type { Store } from '../client.ts';
import { StoreError } from '../error.ts';
import { announce } from '../event/announce.ts';
import { inTransaction, type Tx } from '../tx.ts';

export interface Deployment {
  environment: string;
  flow: string;
  version: number;
  by: string;
}

/**
 * Makes a version live in an environment and pins it with the tables bound there; running messages keep what they were accepted
 * for. Answers the deployment's id. Throws StoreError `table_unbound` naming the tables the environment lacks.
 */
export function deploy(store: Store, wanted: Deployment): Promise<{ deployment: number; pin: number }> {
  return inTransaction(store, ({ sql }) => deployIn(sql, wanted));
}

/** As `deploy`, within a transaction of the caller's. */
export async function deployIn(tx: Tx['sql'], wanted: Deployment): Promise<{ deployment: number; pin: number }> {
  const [found] = await tx<{ environment_id: number; plan: string }[]>`
    select e.id as environment_id, v.plan from environment e, flow_version v
    where e.name = ${wanted.environment} and v.flow_id = ${wanted.flow} and v.version = ${wanted.version}`;
  if (found === undefined) {
    throw new StoreError(
      'not_found',
      `There is no version ${wanted.version} of ${wanted.flow}, or no environment ${wanted.environment}.`,
    );
  }
  const plan = JSON.parse(found.plan) as Plan;
  const [row] = await tx<{ id: number }[]>`
    insert into deployment (environment_id, flow_id, version, changed_by)
    values (${found.environment_id}, ${wanted.flow}, ${wanted.version}, ${wanted.by})
    on conflict (environment_id, flow_id) do update set version = excluded.version, active = true,
      candidate_version = null, candidate_rule = null, changed_at = now(), changed_by = excluded.changed_by
    returning id`;
  const deployment = row!.id;
  const pin = await pinNow(tx, deployment, wanted.version, plan);
  await tx`select pg_notify('throughline_live', ${String(deployment)})`;
  await announce({ sql: tx }, 'deployments', wanted.flow, wanted.environment);
  return { deployment, pin };
}

/** The pin of a deployment as its environment's tables stand now: found, or made. */
export async function pinNow(
  tx: Tx['sql'] | Store['sql'],
  deployment: number,
  version: number,
  plan: Plan,
): Promise<number> {
  const bound = await tx<{ name: string; id: string }[]>`
    select b.table_name as name, b.version_id as id from reference_binding b join deployment d using (environment_id)
    where d.id = ${deployment} and b.table_name = any (${plan.tables}) order by 1`;
  const missing = plan.tables.filter((name) => !bound.some((table) => table.name === name));
  if (missing.length > 0) {
    throw new StoreError(
      'table_unbound',
      `This environment has no reference table ${missing.join(', ')}; import it first.`,
    );
  }
  const tables = JSON.stringify(bound.map(({ name, id }) => ({ name, id })));
  await tx`
    insert into pin (deployment_id, version, tables, destinations)
    values (${deployment}, ${version}, ${tables}::text::jsonb, ${plan.destinations.map(({ node }) => node)})
    on conflict do nothing`;
  const [row] = await tx<{ id: number }[]>`
    select id from pin where deployment_id = ${deployment} and version = ${version} and tables = ${tables}::text::jsonb`;
  return row!.id;
}

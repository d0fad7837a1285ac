import type { Plan } from '@throughline/flow';
import type { Store } from '../client.ts';

/** A flow as it runs in an environment. */
export interface RunningPlan {
  flow: string;
  name: string;
  version: number;
  plan: Plan;
}

/** The plans of everything live in an environment, by name: for where-used lists and checks. `ever`: also of flows that are stopped. */
export async function listPlans(
  store: Pick<Store, 'sql'>,
  environment: string,
  which: 'live' | 'ever' = 'live',
): Promise<RunningPlan[]> {
  const rows = await store.sql<{ flow: string; version: number; plan: string }[]>`
    select d.flow_id as flow, d.version, v.plan from deployment d join environment e on e.id = d.environment_id
    join flow_version v on v.flow_id = d.flow_id and v.version = d.version
    where e.name = ${environment} and (d.active or ${which === 'ever'}) order by d.flow_id`;
  return rows.map(({ flow, version, plan }) => {
    const read = JSON.parse(plan) as Plan;
    return { flow, version, name: read.name, plan: read };
  });
}

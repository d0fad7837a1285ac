import type { Plan } from '@throughline/flow';
import type { Store } from '../client.ts';
import { pinNow } from './deploy.ts';

/** A flow that takes messages in an environment now. */
export interface Live {
  deployment: number;
  environment: string;
  protected: boolean;
  /** The environment's named values, for the message's context. */
  variables: Record<string, string>;
  flow: string;
  version: number;
  pin: number;
  plan: Plan;
}

/** Everything that is live, each with the pin that a message accepted now gets. */
export async function listLive(store: Store): Promise<Live[]> {
  return await store.sql.begin(async (tx) => {
    const rows = await tx<(Omit<Live, 'plan' | 'pin'> & { plan: string })[]>`
      select d.id as deployment, e.name as environment, e.protected,
        coalesce(e.settings -> 'variables', '{}') as variables, d.flow_id as flow, d.version, v.plan
      from deployment d join environment e on e.id = d.environment_id
      join flow_version v on v.flow_id = d.flow_id and v.version = d.version
      where d.active order by d.id`;
    const live: Live[] = [];
    for (const row of rows) {
      const plan = JSON.parse(row.plan) as Plan;
      live.push({ ...row, plan, pin: await pinNow(tx, row.deployment, row.version, plan) });
    }
    return live;
  });
}

/** Calls back whenever something live changes: a deployment, a table. Answers how to stop listening. */
export async function onLiveChange(store: Store, changed: () => void): Promise<() => Promise<void>> {
  const { unlisten } = await store.sql.listen('throughline_live', changed);
  return unlisten;
}

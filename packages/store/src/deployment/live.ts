import type { Plan } from '@throughline/flow';
import type { Store } from '../client.ts';
import type { RolloutRule } from '../release/promotion.ts';
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
  /** A version that takes some of the messages until it is made live or called off. */
  candidate: { version: number; pin: number; plan: Plan; rule: RolloutRule } | null;
}

/** Everything that is live, each with the pin that a message accepted now gets. */
export async function listLive(store: Store): Promise<Live[]> {
  return await store.sql.begin(async (tx) => {
    const rows = await tx<
      (Omit<Live, 'plan' | 'pin' | 'candidate'> & {
        plan: string;
        candidate_version: number | null;
        candidate_plan: string | null;
        candidate_rule: RolloutRule | null;
      })[]
    >`
      select d.id as deployment, e.name as environment, e.protected,
        coalesce(e.settings -> 'variables', '{}') as variables, d.flow_id as flow, d.version, v.plan,
        d.candidate_version, c.plan as candidate_plan, d.candidate_rule
      from deployment d join environment e on e.id = d.environment_id
      join flow_version v on v.flow_id = d.flow_id and v.version = d.version
      left join flow_version c on c.flow_id = d.flow_id and c.version = d.candidate_version
      where d.active order by d.id`;
    const live: Live[] = [];
    for (const { candidate_version, candidate_plan, candidate_rule, ...row } of rows) {
      const plan = JSON.parse(row.plan) as Plan;
      const pin = await pinNow(tx, row.deployment, row.version, plan);
      let candidate: Live['candidate'] = null;
      if (candidate_version !== null && candidate_plan !== null && candidate_rule !== null) {
        const next = JSON.parse(candidate_plan) as Plan;
        const nextPin = await pinNow(tx, row.deployment, candidate_version, next);
        candidate = { version: candidate_version, pin: nextPin, plan: next, rule: candidate_rule };
      }
      live.push({ ...row, plan, pin, candidate });
    }
    return live;
  });
}

/** Calls back whenever something live changes: a deployment, a table. Answers how to stop listening. */
export async function onLiveChange(store: Store, changed: () => void): Promise<() => Promise<void>> {
  const { unlisten } = await store.sql.listen('throughline_live', changed);
  return unlisten;
}

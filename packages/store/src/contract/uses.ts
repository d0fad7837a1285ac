import type { Store } from '../client.ts';

/** A node of a live flow that checks, makes or takes messages of a contract. */
export interface ContractUse {
  /** `supply-usage@1`. */
  contract: string;
  flow: string;
  name: string;
  version: number;
  environments: string[];
  nodes: string[];
}

export async function listContractUses(store: Store): Promise<ContractUse[]> {
  return await store.sql<ContractUse[]>`
    select s -> 'config' ->> 'contract' as contract, d.flow_id as flow, v.plan::json ->> 'name' as name, d.version,
      array_agg(distinct e.name) as environments, array_agg(distinct s ->> 'name') as nodes
    from deployment d join environment e on e.id = d.environment_id
    join flow_version v on v.flow_id = d.flow_id and v.version = d.version, json_array_elements(v.plan::json -> 'steps') s
    where d.active and s -> 'config' ->> 'contract' is not null
    group by 1, 2, 3, 4 order by 1, 2`;
}

import type { Store } from '../client.ts';
import { type Promotion, promotionsOf } from './promotion.ts';

/** What runs where, against what was released there. */
export interface ReleaseMatrix {
  environments: {
    name: string;
    title: string;
    colour: string;
    protected: boolean;
    /** What is live, phased in, or waits for approval there. */
    live: Promotion | null;
    phased: Promotion | null;
    waiting: Promotion[];
    /** Whether there is an earlier release to go back to. */
    canRollBack: boolean;
    /** Reference tables that have other rows now than its release brought. */
    tableDrift: string[];
  }[];
  flows: { id: string; name: string; newest: number | null; cells: ReleaseCell[] }[];
}

export interface ReleaseCell {
  environment: string;
  version: number | null;
  candidate: number | null;
  /** The version that this environment's release says; null where no release names the flow. */
  released: number | null;
  /** It runs something else than its release says. */
  drift: boolean;
}

export async function readMatrix(store: Store): Promise<ReleaseMatrix> {
  const { sql } = store;
  const environments = await sql<{ name: string; title: string; colour: string; protected: boolean }[]>`
    select name, title, colour, protected from environment order by id`;
  const open = await promotionsOf(store, { limit: 1000 });
  const flows = await sql<{ id: string; name: string; newest: number | null }[]>`
    select f.id, f.draft::json ->> 'name' as name, (select max(version) from flow_version v where v.flow_id = f.id) as newest
    from flow f where f.archived_at is null order by 2`;
  const deployed = await sql<{ flow: string; environment: string; version: number; candidate: number | null }[]>`
    select flow_id as flow, e.name as environment, version, candidate_version as candidate
    from deployment d join environment e on e.id = d.environment_id where active`;
  const released = await sql<{ environment: string; flow: string; version: number }[]>`
    select e.name as environment, f ->> 'id' as flow, (f ->> 'version')::int as version
    from promotion p join environment e on e.id = p.environment_id join release r on r.id = p.release_id,
      json_array_elements(r.content::json -> 'flows') f where p.state = 'live'`;
  const tables = await sql<{ environment: string; name: string }[]>`
    select e.name as environment, t ->> 'name' as name
    from promotion p join environment e on e.id = p.environment_id join release r on r.id = p.release_id,
      json_array_elements(r.content::json -> 'tables') t
    where p.state = 'live' and t ->> 'version' is not null and not exists (
      select from reference_binding b where b.environment_id = e.id and b.table_name = t ->> 'name'
        and b.version_id = t ->> 'version')
    order by 2`;
  return {
    environments: environments.map((one) => {
      const here = open.filter(({ environment }) => environment === one.name);
      return {
        ...one,
        live: here.find(({ state }) => state === 'live') ?? null,
        phased: here.find(({ state }) => state === 'phased') ?? null,
        waiting: here.filter(({ state }) => state === 'waiting'),
        canRollBack: here.some(({ state }) => state === 'replaced'),
        tableDrift: tables.filter(({ environment }) => environment === one.name).map(({ name }) => name),
      };
    }),
    flows: flows.map((flow) => ({
      ...flow,
      cells: environments.map(({ name }) => {
        const at = deployed.find((one) => one.flow === flow.id && one.environment === name);
        const said = released.find((one) => one.flow === flow.id && one.environment === name)?.version ?? null;
        const version = at?.version ?? null;
        const drift = said !== null && said !== version;
        return { environment: name, version, candidate: at?.candidate ?? null, released: said, drift };
      }),
    })),
  };
}

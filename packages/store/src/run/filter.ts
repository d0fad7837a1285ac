import type postgres from 'postgres';
import type { Store } from '../client.ts';

export const runStates = ['waiting', 'running', 'done', 'quarantined'] as const;
/** waiting: accepted, and its turn has not come. */
export type RunState = (typeof runStates)[number];

/** Which runs; absent parts do not narrow. */
export interface RunFilter {
  environment: string;
  flow?: string | undefined;
  /** Of flows in these folders alone. */
  folders?: string[] | undefined;
  state?: RunState | undefined;
  /** Error code. */
  code?: string | undefined;
  /** Node at which it stopped. */
  node?: string | undefined;
  version?: number | undefined;
  /** true: replays only; false: none. */
  replay?: boolean | undefined;
  since?: Date | undefined;
  until?: Date | undefined;
}

/** A piece of SQL to stand in another. */
export type Fragment = postgres.PendingQuery<postgres.Row[]>;

export const floorOf = ({ sql }: Pick<Store, 'sql'>, at: Date): Fragment =>
  sql`uuid_floor(${at.toISOString()}::timestamptz)`;

/** Deployments that the filter's environment and flow leave. */
export async function deploymentsOf(
  { sql }: Pick<Store, 'sql'>,
  { environment, flow, folders }: Pick<RunFilter, 'environment' | 'flow' | 'folders'>,
): Promise<number[]> {
  const rows = await sql<{ id: number }[]>`
    select d.id from deployment d join environment e on e.id = d.environment_id
    where e.name = ${environment} ${flow === undefined ? sql`` : sql`and d.flow_id = ${flow}`}
      ${folders === undefined ? sql`` : sql`and d.flow_id in (select id from flow where folder = any (${folders}))`}
    order by d.id`;
  return rows.map(({ id }) => id);
}

/** Conditions on a row `r` of `run`. Values of the closed sets stand in the text, so that partial indices can serve them. */
export function conditionsOf(store: Pick<Store, 'sql'>, filter: RunFilter): Fragment {
  const { sql } = store;
  const { state, code, node, version, replay, since, until } = filter;
  const states: Record<RunState, Fragment> = {
    waiting: sql`and false`,
    running: sql`and r.state = 'running'`,
    done: sql`and r.state = 'done'`,
    quarantined: sql`and r.state = 'quarantined'`,
  };
  return sql`
    ${state === undefined ? sql`` : states[state]}
    ${code === undefined ? sql`` : sql`and r.error_code = ${code}`}
    ${node === undefined ? sql`` : sql`and r.error_node = ${node}`}
    ${version === undefined ? sql`` : sql`and r.pin_id in (select p.id from pin p where p.version = ${version})`}
    ${replay === undefined ? sql`` : replay ? sql`and r.replay > 0` : sql`and r.replay = 0`}
    ${since === undefined ? sql`` : sql`and r.id >= ${floorOf(store, since)}`}
    ${until === undefined ? sql`` : sql`and r.id < ${floorOf(store, until)}`}`;
}

/** Whether messages that wait for their first step can fit at all. */
export function takesWaiting({ state, code, node }: RunFilter): boolean {
  return (state === undefined || state === 'waiting') && code === undefined && node === undefined;
}

import type { Store } from '../client.ts';
import { type BusinessKey, keysIn, keysOf } from '../run/keys.ts';
import type { ReplayMode } from './plan.ts';
import type { ReplayState } from './request.ts';

export interface ReplayProgress {
  id: string;
  environment: string;
  mode: ReplayMode;
  reason: string;
  by: string;
  kind: 'quarantine' | 'run';
  state: ReplayState;
  total: number;
  isEdited: boolean;
  at: Date;
  changedAt: Date;
  /** How many items are pending, made, taken, expired …. */
  items: Record<string, number>;
}

/** How the runs it made ended, or that they have not. */
export interface ReplayOutcome {
  running: number;
  done: number;
  quarantined: number;
}

export interface ReplayItem {
  source: string;
  message: string;
  keys: BusinessKey[];
  state: string;
  run: string | null;
  runState: 'running' | 'done' | 'quarantined' | null;
}

type Row = Omit<ReplayProgress, 'at' | 'changedAt'> & { at: string; changed: string };

export async function listReplays(
  store: Store,
  query: { environment: string; folders?: string[] | undefined; before?: string | undefined; limit: number },
): Promise<ReplayProgress[]> {
  const { sql } = store;
  return progressOf(
    store,
    sql`e.name = ${query.environment} ${query.before === undefined ? sql`` : sql`and r.id < ${query.before}::uuid`}
      ${query.folders === undefined ? sql`` : within(store, query.folders)}`,
    query.limit,
  );
}

/** Replays all of whose messages are of flows in these folders. */
function within({ sql }: Store, folders: string[]) {
  return sql`and not exists (
    select from replay_item i join message m on m.id = i.message_id join deployment d on d.id = m.deployment_id
    join flow f on f.id = d.flow_id where i.replay_id = r.id and f.folder <> all (${folders}))`;
}

export async function getReplay(
  store: Store,
  id: string,
): Promise<(ReplayProgress & { outcome: ReplayOutcome; sample: ReplayItem[] }) | null> {
  const { sql } = store;
  const [found] = await progressOf(store, sql`r.id = ${id}`, 1);
  if (found === undefined) return null;
  const [counts, sample] = await Promise.all([
    sql<{ state: string | null; n: number }[]>`
      select u.state, count(*)::integer as n from replay_item i left join run u on u.id = i.run_id
      where i.replay_id = ${id} and i.state = 'made' group by 1`,
    sql<(Omit<ReplayItem, 'keys'> & { keys: [name: string, value: string][] })[]>`
      select i.source_id as source, i.message_id as message, i.state, i.run_id as run, u.state as "runState",
        ${sql.unsafe(keysIn('i.message_id'))} as keys
      from replay_item i left join run u on u.id = i.run_id where i.replay_id = ${id}
      order by (i.state <> 'made') desc, (u.state = 'quarantined') desc nulls last, i.place limit 200`,
  ]);
  const outcome: ReplayOutcome = { running: 0, done: 0, quarantined: 0 };
  for (const { state, n } of counts) outcome[(state ?? 'running') as keyof ReplayOutcome] += n;
  return { ...found, outcome, sample: sample.map((item) => ({ ...item, keys: keysOf(item.keys) })) };
}

/** Where a replay lies: its environment, and the folder of its flows where that is one; null where it is not there. */
export async function placeOfReplay(
  { sql }: Store,
  id: string,
): Promise<{ environment: string; folder?: string } | null> {
  const [row] = await sql<{ environment: string; folders: string[] | null }[]>`
    select e.name as environment, (
      select array_agg(distinct f.folder) from replay_item i join message m on m.id = i.message_id
      join deployment d on d.id = m.deployment_id join flow f on f.id = d.flow_id where i.replay_id = r.id) as folders
    from replay r join environment e on e.id = r.environment_id where r.id = ${id}`;
  if (row === undefined) return null;
  const { environment, folders } = row;
  return folders?.length === 1 ? { environment, folder: folders[0]! } : { environment };
}

async function progressOf(store: Store, where: ReturnType<Store['sql']>, limit: number): Promise<ReplayProgress[]> {
  const rows = await store.sql<Row[]>`
    select r.id, e.name as environment, r.mode, r.reason, r.requested_by as by, r.kind, r.state, r.total, r.edited is not null as "isEdited",
      r.at, r.changed_at as changed, (
        select coalesce(json_object_agg(c.state, c.n), '{}') from (
          select i.state, count(*)::integer as n from replay_item i where i.replay_id = r.id group by 1) c) as items
    from replay r join environment e on e.id = r.environment_id where ${where} order by r.id desc limit ${limit}`;
  return rows.map(({ at, changed, ...row }) => ({ ...row, at: new Date(at), changedAt: new Date(changed) }));
}

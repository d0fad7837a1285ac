import type { Plan } from '@throughline/flow';
import type { Store } from '../client.ts';
import { keysIn } from './keys.ts';
import { type RunRow, type RunSummary, summaryOf } from './summary.ts';

/** Where a run stands among others, and what of it still waits. */
export interface RunDetail extends RunSummary {
  environment: string;
  pin: number;
  digest: string;
  parent: { message: string; piece: number } | null;
  pieces: { message: string; piece: number }[];
  /** Tokens that wait: for their turn, the next attempt, or behind a parked key. */
  waits: { step: number; attempts: number; due: Date | null; key: string; parkedBy: string | null }[];
  quarantined: {
    id: string;
    node: string;
    code: string;
    sentence: string;
    path: string | null;
    state: string;
    at: Date;
  }[];
  /** This run is the replay of … */
  replayOf: { replay: string; run: string; by: string; reason: string; at: Date } | null;
  /** … and was replayed as. */
  replayedAs: { replay: string; run: string; by: string; at: Date }[];
  /** The body or the trace is past retention. */
  isExpired: boolean;
  plan: Plan;
  /** JSON text of the document of the version that ran. */
  document: string;
}

interface Row extends RunRow {
  environment: string;
  pin: number;
  digest: string | null;
  parent: string | null;
  piece: number | null;
  is_expired: boolean;
  plan: string;
  document: string;
}

/** One run with everything around it, or null. */
export async function getRun(store: Store, id: string): Promise<RunDetail | null> {
  const { sql } = store;
  const [row] = await sql<Row[]>`
    with found as materialized (
      select id, message_id, deployment_id, pin_id, replay, state, error_code, error_node, began_at, ended_at from run where id = ${id}
      union all
      (select w.run_id, w.message_id, p.deployment_id, w.pin_id, w.replay, 'waiting', null, null, null, null
        from work w join pin p on p.id = w.pin_id where w.run_id = ${id} limit 1)
      limit 1
    )
    select f.id, f.message_id as message, d.flow_id as flow, p.version, f.state, f.replay, m.correlation_id as "correlationId",
      f.error_code as code, f.error_node as node, m.accepted_at as "acceptedAt", f.began_at as "beganAt", f.ended_at as "endedAt",
      m.size, m.content_type as "contentType", e.name as environment, p.id as pin, encode(m.digest, 'hex') as digest,
      m.parent_id as parent, m.piece, not exists (select from message_body b where b.message_id = f.message_id) as is_expired,
      v.plan, v.document,
      ${sql.unsafe(keysIn('f.message_id'))} as keys
    from found f join deployment d on d.id = f.deployment_id join environment e on e.id = d.environment_id
    join pin p on p.id = f.pin_id join flow_version v on v.flow_id = d.flow_id and v.version = p.version
    left join message m on m.id = f.message_id`;
  if (row === undefined) return null;
  const [pieces, waits, quarantined, of, as] = await Promise.all([
    sql<{ message: string; piece: number }[]>`
      select id as message, piece from message where parent_id = ${row.message}
        and id >= ${row.message}::uuid and id < uuid_floor(now() + interval '1 day') order by piece limit 1000`,
    sql<{ step: number; attempts: number; due: string | null; key: string; parked: string | null }[]>`
      select w.step, w.attempts, w.next_at as due, l.key, l.parked_by as parked from work w join lane l on l.id = w.lane_id
      where w.run_id = ${id} order by w.step`,
    sql<(Omit<RunDetail['quarantined'][number], 'at'> & { at: string })[]>`
      select id, node, code, sentence, path, state, at from quarantine where run_id = ${id} order by at`,
    sql<{ replay: string; run: string; by: string; reason: string; at: string }[]>`
      select i.replay_id as replay, coalesce(q.run_id, i.source_id) as run, r.requested_by as by, r.reason, r.at
      from replay_item i join replay r on r.id = i.replay_id left join quarantine q on q.id = i.source_id
      where i.run_id = ${id} limit 1`,
    sql<{ replay: string; run: string; by: string; at: string }[]>`
      select i.replay_id as replay, i.run_id as run, r.requested_by as by, r.at
      from replay_item i join replay r on r.id = i.replay_id
      where i.message_id = ${row.message} and i.run_id is not null
        and (i.source_id = ${id} or i.source_id in (select q.id from quarantine q where q.run_id = ${id}))
      order by r.at`,
  ]);
  return {
    ...summaryOf(row),
    environment: row.environment,
    pin: row.pin,
    digest: row.digest ?? '',
    parent: row.parent === null ? null : { message: row.parent, piece: row.piece ?? 0 },
    pieces,
    waits: waits.map(({ due, parked, ...rest }) => ({
      ...rest,
      due: due === null ? null : new Date(due),
      parkedBy: parked,
    })),
    quarantined: quarantined.map((one) => ({ ...one, at: new Date(one.at) })),
    replayOf: of[0] === undefined ? null : { ...of[0], at: new Date(of[0].at) },
    replayedAs: as.map((one) => ({ ...one, at: new Date(one.at) })),
    isExpired: row.is_expired,
    plan: JSON.parse(row.plan) as Plan,
    document: row.document,
  };
}

/** Where a run lies, for the door: its environment, its flow's folder, and its message; null when there is none. */
export async function placeOfRun(
  store: Store,
  id: string,
): Promise<{ environment: string; folder: string; message: string } | null> {
  const [row] = await store.sql<{ environment: string; folder: string; message: string }[]>`
    select e.name as environment, w.folder, f.message_id as message from (
      select message_id, deployment_id from run where id = ${id}
      union all select w.message_id, p.deployment_id from work w join pin p on p.id = w.pin_id where w.run_id = ${id} limit 1) f
    join deployment d on d.id = f.deployment_id join environment e on e.id = d.environment_id
    join flow w on w.id = d.flow_id`;
  return row ?? null;
}

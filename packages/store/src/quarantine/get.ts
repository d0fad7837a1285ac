import type { Plan } from '@throughline/flow';
import { unpackBody } from '../body/envelope.ts';
import type { Store } from '../client.ts';
import { loadPin } from '../pin/load.ts';
import { type BusinessKey, keysIn, keysOf } from '../run/keys.ts';
import { readReceived } from '../trace/read.ts';
import type { QuarantineItem } from './list.ts';

export interface QuarantineDetail extends QuarantineItem {
  environment: string;
  version: number;
  pin: number;
  step: number;
  plan: Plan;
  resolvedAt: Date | null;
  resolvedBy: string | null;
  reason: string | null;
  /** The run that replays it, when it was. */
  replayedAs: string | null;
  /** It parks its key: these wait behind it, the next one first. */
  successors: { count: number; first: { run: string; message: string; keys: BusinessKey[] }[] };
  missed: { table: string; hash: string; key: string[] | null; day: string | null } | null;
  /** Destinations that it still owes, and those that have confirmed its message. */
  owes: { node: string; name: string }[];
  confirmed: { node: string; name: string }[];
}

interface Row extends Omit<QuarantineDetail, 'at' | 'resolvedAt' | 'plan' | 'owes' | 'confirmed' | 'successors'> {
  at: string;
  resolvedAt: string | null;
  lane: string;
  parking: boolean | null;
  reach: string;
}

const SHOWN = 20;

/** One quarantined message with what hangs on it, or null. */
export async function getQuarantine(store: Store, id: string): Promise<QuarantineDetail | null> {
  const { sql } = store;
  const [row] = await sql<Row[]>`
    select q.id, d.flow_id as flow, e.name as environment, p.version, q.pin_id as pin, q.run_id as run, q.message_id as message, q.step,
      q.node, q.code, q.class, q.sentence, q.path, q.attempts, q.parks, q.state, q.owner, q.note, q.at, q.resolved_at as "resolvedAt",
      q.resolved_by as "resolvedBy", q.reason, q.lane_id as lane, l.parked_by = q.id as parking, q.reach::text as reach,
      (select i.run_id from replay_item i where i.source_id = q.id and i.run_id is not null limit 1) as "replayedAs",
      (select json_build_object('table', m.table_name, 'hash', m.hash, 'key', m.key, 'day', m.day) from missed m
        where m.quarantine_id = q.id) as missed
    from quarantine q join deployment d on d.id = q.deployment_id join environment e on e.id = d.environment_id
    join pin p on p.id = q.pin_id left join lane l on l.id = q.lane_id
    where q.id = ${id}`;
  if (row === undefined) return null;
  const [pinned, waiting, confirmed] = await Promise.all([
    loadPin(store, row.pin),
    row.parking === true
      ? sql<{ run: string; message: string; total: number; keys: [name: string, value: string][] }[]>`
          select w.run_id as run, w.message_id as message, count(*) over ()::integer as total,
            ${sql.unsafe(keysIn('w.message_id'))} as keys
          from work w
          where w.lane_id = ${row.lane} order by w.seq, w.sub limit ${SHOWN}`
      : [],
    sql<{ node: string }[]>`select distinct node from delivery where message_id = ${row.message}`,
  ]);
  const plan = JSON.parse(pinned.plan) as Plan;
  const named = ({ node }: { node: string }) => ({
    node,
    name: plan.destinations.find((one) => one.node === node)?.name ?? node,
  });
  const { lane: _, parking: __, reach, at, resolvedAt, ...rest } = row;
  return {
    ...rest,
    plan,
    at: new Date(at),
    resolvedAt: resolvedAt === null ? null : new Date(resolvedAt),
    successors: {
      count: waiting[0]?.total ?? 0,
      first: waiting.map(({ run, message, keys }) => ({ run, message, keys: keysOf(keys) })),
    },
    owes: plan.destinations.filter((__, bit) => (BigInt(reach) >> BigInt(bit)) & 1n).map(named),
    confirmed: confirmed.map(named),
  };
}

/** A quarantined message as it stood at its step: a JSON value, or the bytes as received. */
export type Stopped =
  | { kind: 'step'; text: string }
  | { kind: 'received'; bytes: Buffer; contentType: string }
  | { kind: 'expired' };

export async function readStopped(
  store: Store,
  { id, run, message }: Pick<QuarantineDetail, 'id' | 'run' | 'message'>,
): Promise<Stopped> {
  const [row] = await store.sql<{ sealed: Buffer | null }[]>`select sealed from quarantine where id = ${id}`;
  if (row?.sealed != null) {
    return { kind: 'step', text: unpackBody(store.keys.open(row.sealed, `run:${run}`)).message.toString('utf8') };
  }
  const received = await readReceived(store, message);
  return received === null
    ? { kind: 'expired' }
    : { kind: 'received', bytes: received.raw, contentType: received.contentType };
}

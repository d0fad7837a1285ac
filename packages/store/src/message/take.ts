import type { Store } from '../client.ts';
import { inTime } from '../in-time.ts';

export interface TakenLane {
  id: number;
  epoch: number;
  ordered: boolean;
  /** '' for a run lane, else the connector whose deliveries wait here. */
  node: string;
  key: string;
  /** Ordered run lanes: connectors whose delivery lane of this key is not empty, with the oldest seq there; new deliveries queue behind. */
  backed: ReadonlyMap<string, number>;
}

export interface TakenWork {
  lane: number;
  seq: number;
  sub: number;
  run: string;
  message: string;
  pin: number;
  step: number;
  sealed: Buffer | null;
  /** True: the body is the message as received, sealed under its message id; else under the run id. */
  raw: boolean;
  reach: string;
  replay: number;
  attempts: number;
  /** How often a worker began this and never finished. */
  starts: number;
  first: string | null;
  /** The gather key whose messages go on together here, or null. */
  gather: string | null;
}

export interface Taken {
  lanes: TakenLane[];
  work: TakenWork[];
}

export interface TakeLimits {
  leaseS: number;
  lanes: number;
  work: number;
}

/** A row of take: one piece of work with its lane. PostgreSQL's bigint comes as text. */
export interface TakenRow extends Omit<TakenWork, 'lane' | 'seq' | 'sub'>, Pick<TakenLane, 'ordered' | 'node' | 'key'> {
  lane: string;
  epoch: string;
  seq: string;
  sub: string;
  /** `seq:node` each. */
  backed: string[] | null;
}

/** Leases lanes of a slot and takes their oldest work; null when there is nothing due. */
export async function take(
  store: Store,
  slot: { deployment: number; slot: number },
  owner: string,
  limits: TakeLimits,
): Promise<Taken | null> {
  return takenOf(
    await inTime(store.sql<TakenRow[]>`
      select * from take(${slot.deployment}, ${slot.slot}, ${owner}, ${limits.leaseS}, ${limits.lanes}, ${limits.work})`),
  );
}

/** Rows come lane by lane. */
export function takenOf(rows: readonly TakenRow[]): Taken | null {
  if (rows.length === 0) return null;
  const lanes: TakenLane[] = [];
  const work = rows.map((row): TakenWork => {
    const lane = Number(row.lane);
    if (lanes.at(-1)?.id !== lane) {
      const { ordered, node, key, backed } = row;
      lanes.push({ id: lane, epoch: Number(row.epoch), ordered, node, key, backed: backedOf(backed) });
    }
    const { run, message, pin, step, sealed, raw, reach, replay, attempts, starts, first, gather } = row;
    const place = { lane, seq: Number(row.seq), sub: Number(row.sub) };
    return { ...place, run, message, pin, step, sealed, raw, reach, replay, attempts, starts, first, gather };
  });
  return { lanes, work };
}

function backedOf(entries: string[] | null): Map<string, number> {
  return new Map(
    (entries ?? []).map((entry) => {
      const colon = entry.indexOf(':');
      return [entry.slice(colon + 1), Number(entry.slice(0, colon))];
    }),
  );
}

/** Says that of all that a worker holds this one piece of work is begun: should the worker die now, nothing else is to blame. */
export async function blame(store: Store, owner: string, lanes: number[], work: TakenWork): Promise<void> {
  await inTime(store.sql`select blame(${owner}, ${lanes}, ${work.lane}, ${work.seq}, ${work.sub})`);
}

/** Puts idle lanes to sleep; answers the seconds until the slot has something to do, or null. */
export async function rest(store: Store, slot: { deployment: number; slot: number }): Promise<number | null> {
  const [row] = await inTime(store.sql<{ r: number | null }[]>`select rest(${slot.deployment}, ${slot.slot}) as r`);
  return row!.r;
}

/** What a worker knows to be its own: leased lanes, and places of deliveries under way. */
export interface Holding {
  lanes: number[];
  places: [lane: number, seq: number, sub: number][];
}

/**
 * Extends the leases of a living worker, and its hold on deliveries under way: those it knows of. A lease of which it was never told,
 * because the answer was lost, must end by itself.
 */
export async function beat(store: Store, owner: string, leaseS: number, { lanes, places }: Holding): Promise<void> {
  await store.sql`
    with mine as (
      select w.lane_id, w.seq, w.sub from json_array_elements(${JSON.stringify(places)}::text::json) p
      join work w on w.lane_id = (p ->> 0)::bigint and w.seq = (p ->> 1)::bigint and w.sub = (p ->> 2)::bigint
      where w.held_by = ${owner} order by 1, 2, 3 for update of w)
    update work w set next_at = clock_timestamp() + make_interval(secs => ${leaseS}) from mine
    where w.lane_id = mine.lane_id and w.seq = mine.seq and w.sub = mine.sub`;
  await store.sql`
    update lane set lease_until = clock_timestamp() + make_interval(secs => ${leaseS})
    where id in (select id from lane where id = any (${lanes}) and leased_by = ${owner} order by id for update)`;
}

/**
 * Gives back what a stopping worker still holds, so that a peer need not wait for the leases to end. What it had begun counts as
 * begun: whether its last requests were acted on is not known.
 */
export async function release(store: Store, owner: string): Promise<void> {
  await store.sql`
    update lane set leased_by = null, lease_until = clock_timestamp()
    where id in (select id from lane where leased_by = ${owner} order by id for update)`;
  await store.sql`update work set held_by = null, next_at = null, starts = starts + 1 where held_by = ${owner}`;
  await store.sql`delete from worker where id = ${owner}`;
}

/**
 * A drain failed: gives its lanes back. `suspect` counts against the messages it had, as a death of the worker would, so that one
 * that always fails is set aside; an outage of the database is nobody's fault.
 */
export async function giveUp(
  store: Store,
  owner: string,
  slot: { deployment: number; slot: number },
  verdict: 'suspect' | 'innocent',
): Promise<void> {
  await inTime(store.sql`
    update lane set leased_by = null, lease_until = clock_timestamp() + interval '1 second',
      taken = case when ${verdict === 'suspect'} then taken end
    where id in (
      select id from lane
      where leased_by = ${owner} and deployment_id = ${slot.deployment} and slot = ${slot.slot} order by id for update)`);
}

/** Rings for work that is due and that nobody is at. */
export async function sweep(store: Store): Promise<number> {
  const [row] = await store.sql<{ r: number }[]>`select sweep() as r`;
  return row!.r;
}

/** The messages that arrived at a gather step under one key, in the order of their pieces. */
export async function readGathered(store: Store, deployment: number, node: string, key: string): Promise<string[]> {
  const rows = await store.sql<{ sealed: Buffer }[]>`
    select sealed from gathered where deployment_id = ${deployment} and node = ${node} and key = ${key} order by piece`;
  return rows.map(({ sealed }) => store.keys.open(sealed, `gather:${node}:${key}`).toString());
}

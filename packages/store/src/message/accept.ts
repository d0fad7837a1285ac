import { writeArray } from '../arrays.ts';
import type { Store } from '../client.ts';
import { inTime } from '../in-time.ts';
import type { Tx } from '../tx.ts';
import { Blob } from './blob.ts';
import { type TakeLimits, type Taken, type TakenRow, takenOf } from './take.ts';

/** A message about to be accepted into one flow of one environment. */
export interface Arrival {
  /** UUIDv7; also the id of its first run. */
  id: string;
  deployment: number;
  pin: number;
  /** The trigger it came in by: node id and step. */
  node: string;
  step: number;
  /** Hash of the idempotency key, 16 bytes hex, and of the raw bytes, 32 bytes hex. */
  sourceKey: string;
  digest: string;
  correlationId: string;
  contentType: string;
  /** Bytes of the raw message. */
  size: number;
  sealed: Buffer;
  lane: { key: string; ordered: boolean; slot: number };
  keys: [name: string, value: string][];
  /** Destinations it can reach, a bit for each. */
  reach: bigint;
}

export type Acceptance =
  | { outcome: 'stored'; id: string }
  /** Known already: `prior` is the message accepted then, `same` whether the bytes were the same. */
  | { outcome: 'repeat'; id: string; prior: string; correlationId: string; same: boolean };

/** Shards below are the drains' own: an accept never waits for a settle at a counter. */
const ACCEPT_SHARDS = 100;

/** A worker that takes what is due in the slot of the first arrival in the same round trip. */
export interface Taking {
  owner: string;
  limits: TakeLimits;
}

/** A slot that a worker keeps for the first batch it is given. */
export interface Claim extends Taking {
  give(taken: Taken | null): void;
  /** The answer was lost: whether something was taken is not known. */
  lose(): void;
}

export interface AcceptOptions {
  /** Spreads the ledger's counters over callers that commit at the same time. */
  shard: number;
  /** False: the caller sends a worker of its own to the slots. */
  bell: boolean;
  taking?: Taking | null;
}

/**
 * Stores raw bytes, message, work and wake-up of every arrival in one transaction; when this resolves, they are durable.
 * Results are parallel to arrivals.
 */
export async function accept(
  store: Pick<Store, 'sql'> | Tx,
  arrivals: Arrival[],
  { shard, bell, taking = null }: AcceptOptions,
): Promise<{ at: Date; results: Acceptance[]; taken: Taken | null }> {
  const lanes = new Map<string, { place: number; arrival: Arrival }>();
  const blob = new Blob();
  const bodies = arrivals.map(({ sealed }) => blob.add(sealed));
  const places = arrivals.map((arrival) => {
    const name = `${arrival.deployment} ${arrival.lane.key}`;
    const lane = lanes.get(name) ?? { place: lanes.size + 1, arrival };
    lanes.set(name, lane);
    return lane.place;
  });
  const apart = [...lanes.values()].map(({ arrival: { deployment, lane } }) => ({ deployment, ...lane }));
  const keys = arrivals.flatMap(({ keys: own }, i) => own.map(([name, value]) => ({ message: i + 1, name, value })));
  const [head, ...rows] = await inTime(store.sql<AcceptedRow[]>`
    select * from accept(${writeArray(apart.map(({ deployment }) => deployment))}::text::integer[], ${writeArray(apart.map(({ key }) => key))}::text::text[],
      ${writeArray(apart.map(({ ordered }) => ordered))}::text::boolean[], ${writeArray(apart.map(({ slot }) => slot))}::text::smallint[],
      ${writeArray(arrivals.map(({ id }) => id))}::text::uuid[], ${writeArray(places)}::text::integer[],
      ${writeArray(arrivals.map(({ pin }) => pin))}::text::integer[], ${writeArray(arrivals.map(({ node }) => node))}::text::text[],
      ${writeArray(arrivals.map(({ step }) => step))}::text::smallint[], ${writeArray(arrivals.map(({ sourceKey }) => sourceKey))}::text::uuid[],
      ${writeArray(arrivals.map(({ digest }) => digest))}::text::text[], ${writeArray(arrivals.map(({ correlationId }) => correlationId))}::text::text[],
      ${writeArray(arrivals.map(({ contentType }) => contentType))}::text::text[], ${writeArray(arrivals.map(({ size }) => size))}::text::integer[],
      ${writeArray(arrivals.map(({ reach }) => reach))}::text::bigint[], ${writeArray(bodies.map(({ at }) => at))}::text::integer[],
      ${writeArray(bodies.map(({ length }) => length))}::text::integer[], ${writeArray(keys.map(({ message }) => message))}::text::integer[],
      ${writeArray(keys.map(({ name }) => name))}::text::text[], ${writeArray(keys.map(({ value }) => value))}::text::text[],
      decode(${blob.base64()}, 'base64'), ${ACCEPT_SHARDS + shard}, ${bell}, ${taking?.owner ?? null},
      ${taking?.limits.leaseS ?? null}, ${taking?.limits.lanes ?? null}, ${taking?.limits.work ?? null})`);
  const { at, repeats } = head!.answer!;
  const repeatOf = new Map(repeats.map((r) => [r.id, r]));
  return {
    at: new Date(at),
    taken: takenOf(rows),
    results: arrivals.map(({ id }) => {
      const repeat = repeatOf.get(id);
      if (repeat === undefined) return { outcome: 'stored', id };
      return { outcome: 'repeat', id, prior: repeat.prior, correlationId: repeat.corr, same: repeat.same };
    }),
  };
}

/** The first carries the answer, the others what was taken. */
interface AcceptedRow extends TakenRow {
  answer: { at: string; repeats: { id: string; prior: string; corr: string; same: boolean }[] } | null;
}

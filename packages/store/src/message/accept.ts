import type { Store } from '../client.ts';
import { inTime } from '../in-time.ts';
import type { Tx } from '../tx.ts';

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

/**
 * Stores raw bytes, message, work and wake-up of every arrival in one transaction; when this resolves, they are durable.
 * Results are parallel to arrivals. `shard` spreads the ledger's counters over callers that commit at the same time. `bell` false: the
 * caller sends a worker of its own to the slots.
 */
export async function accept(
  store: Pick<Store, 'sql'> | Tx,
  arrivals: Arrival[],
  shard: number,
  bell = true,
): Promise<{ at: Date; results: Acceptance[] }> {
  const lanes = new Map<string, { d: number; k: string; o: boolean; s: number }>();
  const batch = arrivals.map((a) => {
    lanes.set(`${a.deployment} ${a.lane.key}`, { d: a.deployment, k: a.lane.key, o: a.lane.ordered, s: a.lane.slot });
    return {
      id: a.id,
      d: a.deployment,
      pin: a.pin,
      node: a.node,
      step: a.step,
      sk: a.sourceKey,
      dg: a.digest,
      corr: a.correlationId,
      ct: a.contentType,
      size: a.size,
      body: a.sealed.toString('base64'),
      k: a.lane.key,
      keys: a.keys.length > 0 ? a.keys : null,
      reach: a.reach.toString(),
    };
  });
  const [row] = await inTime(store.sql<
    { r: { at: string; repeats: { id: string; prior: string; corr: string; same: boolean }[] } }[]
  >`
    select accept(${JSON.stringify([...lanes.values()])}::text::json, ${JSON.stringify(batch)}::text::json, ${ACCEPT_SHARDS + shard}, ${bell}) as r`);
  const { at, repeats } = row!.r;
  const repeatOf = new Map(repeats.map((r) => [r.id, r]));
  return {
    at: new Date(at),
    results: arrivals.map(({ id }) => {
      const repeat = repeatOf.get(id);
      if (repeat === undefined) return { outcome: 'stored', id };
      return { outcome: 'repeat', id, prior: repeat.prior, correlationId: repeat.corr, same: repeat.same };
    }),
  };
}

import type { Store } from '../client.ts';
import type { TakeLimits, Taken } from './take.ts';

/** Guard of a group of results: a leased lane, or a delivery held by its own row. */
export type Group =
  | { g: number; lane: number; epoch: number; delayed: boolean; sleep: number | null }
  | { g: number; at: [lane: number, seq: number, sub: number] };

interface Grouped {
  g: number;
}

export interface RunChange extends Grouped {
  id: string;
  message: string;
  pin: number;
  replay: number;
  /** Change of the number of its open tokens, and of its quarantined ones. */
  open: number;
  stopped: number;
  code: string | null;
  node: string | null;
  /** Base64 of the sealed answer to a waiting caller. */
  answer: string | null;
}

export interface DeliveryMade extends Grouped {
  run: string;
  node: string;
  message: string;
  key: string;
  attempts: number;
  status: string;
  reference: string | null;
  body: string;
  first: string | null;
}

export interface AttemptMade extends Grouped {
  run: string;
  node: string;
  number: number;
  code: string;
  class: string;
  sentence: string;
  began: string;
}

export interface Stop extends Grouped {
  id: string;
  run: string;
  message: string;
  pin: number;
  step: number;
  node: string;
  code: string;
  class: string;
  sentence: string;
  path: string | null;
  body: string | null;
  reach: string;
  /** Null: the delivery lane (node, key). */
  lane: number | null;
  key: string;
  seq: number;
  sub: number;
  attempts: number;
  parks: boolean;
}

export interface Waiting extends Grouped {
  /** A new row; else the row at this place is changed. */
  fresh: boolean;
  /** The lane it waits in, or null for the delivery lane (node, key). */
  lane: number | null;
  node: string | null;
  key: string | null;
  seq: number;
  sub: number;
  run: string;
  message: string;
  pin: number;
  step: number;
  body: string | null;
  reach: string;
  replay: number;
  attempts: number;
  first: string | null;
  /** Seconds until it is due; null = at once. */
  delay: number | null;
  held: boolean;
}

export interface Piece extends Grouped {
  id: string;
  node: string;
  sk: string;
  dg: string;
  corr: string;
  ct: string;
  size: number;
  body: string;
  parent: string;
  piece: number;
  pin: number;
  step: number;
  reach: string;
  lane: number;
  seq: number;
  sub: number;
}

/** A message that waits at a gather step for the others of its key. */
export interface Gathering extends Grouped {
  node: string;
  key: string;
  /** Its place among the others. */
  piece: number;
  expected: number;
  /** Seconds. */
  timeout: number;
  body: string;
  run: string;
  message: string;
  pin: number;
  step: number;
  reach: string;
  lane: number;
  seq: number;
  sub: number;
}

export interface LedgerChange extends Grouped {
  node: string;
  a: number;
  d: number;
  q: number;
  f: number;
}

export interface Outcome {
  groups: Group[];
  done: (Grouped & { lane: number; seq: number; sub: number })[];
  runs: RunChange[];
  traces: (Grouped & { run: string; body: string })[];
  deliveries: DeliveryMade[];
  attempts: AttemptMade[];
  stops: Stop[];
  work: Waiting[];
  /** Delivery lanes named by `work`; delay in seconds until they are worth a look. */
  lanes: (Grouped & { node: string; key: string; ordered: boolean; delay: number | null })[];
  pieces: Piece[];
  gathers: Gathering[];
  /** Gather keys whose messages have gone on. */
  gathered: (Grouped & { node: string; key: string })[];
  ledger: LedgerChange[];
}

export function emptyOutcome(): Outcome {
  return {
    groups: [],
    done: [],
    runs: [],
    traces: [],
    deliveries: [],
    attempts: [],
    stops: [],
    work: [],
    lanes: [],
    pieces: [],
    gathers: [],
    gathered: [],
    ledger: [],
  };
}

export interface Settled {
  fenced: number[];
  next: Taken | null;
  /** The delivery lanes that the outcome named. */
  lanes: { node: string; key: string; id: number }[] | null;
}

/**
 * Writes what became of a batch and, in the same round trip, takes the next one (limits.work 0: none). Groups whose guard no
 * longer holds are fenced: nothing of theirs is written.
 */
export async function settle(
  store: Store,
  slot: { deployment: number; slot: number },
  owner: string,
  outcome: Outcome,
  limits: TakeLimits,
): Promise<Settled> {
  const [row] = await store.sql<{ r: Settled }[]>`
    select settle(${owner}, ${JSON.stringify(outcome)}::text::json, ${slot.deployment}, ${slot.slot}, ${slot.slot},
      ${limits.leaseS}, ${limits.lanes}, ${limits.work}) as r`;
  return row!.r;
}

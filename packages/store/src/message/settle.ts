import type { Store } from '../client.ts';
import { inTime } from '../in-time.ts';
import { type Missed, noteMissed } from '../quarantine/missed.ts';
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
  /** The row that a look-up missed. */
  missed: Missed | null;
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

/** What one drain wants settled, and how much it would take next in the same round trip; limits.work 0: nothing. */
export interface Settlement {
  slot: number;
  outcome: Outcome;
  limits: TakeLimits;
}

export interface Settled {
  /** Groups whose guard no longer held: nothing of theirs was written. */
  fenced: number[];
  next: Taken | null;
  /** The delivery lanes that the outcomes named. */
  lanes: { node: string; key: string; id: number }[];
}

/** Writes what became of batches of one deployment, in one transaction. Results are parallel to the settlements. */
export async function settle(
  store: Store,
  deployment: number,
  owner: string,
  settlements: readonly Settlement[],
): Promise<Settled[]> {
  const first = settlements[0]!;
  const { outcome, bases } = merged(settlements);
  const named = settlements.flatMap(({ slot, outcome: { lanes } }, i) =>
    lanes.map((lane) => ({ ...lane, g: lane.g + bases[i]!, slot })),
  );
  const answered = outcome.runs.filter(({ answer }) => answer !== null).map(({ id }) => id);
  const wants = settlements.filter(({ limits }) => limits.work > 0).map(({ slot, limits }) => ({ slot, ...limits }));
  await noteMissed(store, deployment, outcome.stops);
  const part = (rows: readonly object[]) => (rows.length === 0 ? null : JSON.stringify(rows));
  const [row] = await inTime(store.sql<{ r: Answer }[]>`
    select settle(${owner}, ${deployment}, ${first.slot}, ${first.limits.leaseS}, ${part(outcome.groups)}::text::json,
      ${part(outcome.done)}::text::json, ${part(outcome.runs)}::text::json, ${part(outcome.traces)}::text::json,
      ${part(outcome.deliveries)}::text::json, ${part(outcome.ledger)}::text::json, ${part(named)}::text::json,
      ${part(outcome.work)}::text::json, ${part(outcome.stops)}::text::json, ${part(outcome.attempts)}::text::json,
      ${part(outcome.pieces)}::text::json, ${part(outcome.gathers)}::text::json, ${part(outcome.gathered)}::text::json,
      ${answered.length === 0 ? null : answered}::uuid[], ${part(wants)}::text::json) as r`);
  const { fenced, next, lanes } = row!.r;
  const takenBy = new Map((next ?? []).map(({ slot, taken }) => [slot, taken]));
  return settlements.map(({ slot, limits }, i) => {
    const [from, to] = [bases[i]!, bases[i + 1] ?? Number.POSITIVE_INFINITY];
    return {
      fenced: fenced.filter((g) => g >= from && g < to).map((g) => g - from),
      next: limits.work > 0 ? (takenBy.get(slot) ?? null) : null,
      lanes: lanes ?? [],
    };
  });
}

interface Answer {
  fenced: number[];
  next: { slot: number; taken: Taken | null }[] | null;
  lanes: Settled['lanes'] | null;
}

/** One outcome out of several; the groups of each are numbered on from those before it. */
function merged(settlements: readonly Settlement[]): { outcome: Outcome; bases: number[] } {
  if (settlements.length === 1) return { outcome: settlements[0]!.outcome, bases: [0] };
  const outcome = emptyOutcome();
  const bases: number[] = [];
  for (const { outcome: one } of settlements) {
    const base = outcome.groups.length;
    bases.push(base);
    for (const part of Object.keys(outcome) as (keyof Outcome)[]) {
      const into = outcome[part] as Grouped[];
      for (const row of one[part]) into.push({ ...row, g: row.g + base });
    }
  }
  return { outcome, bases };
}

import { writeArray } from '../arrays.ts';
import type { Store } from '../client.ts';
import { inTime } from '../in-time.ts';
import { type Missed, noteMissed } from '../quarantine/missed.ts';
import { Blob } from './blob.ts';
import { type TakeLimits, type Taken, type TakenRow, takenOf } from './take.ts';

/** Guard of a group of results: a leased lane, or a delivery held by its own row. */
export type Group =
  | { g: number; lane: number; epoch: number; delayed: boolean; sleep: number | null }
  | { g: number; at: [lane: number, seq: number, sub: number] };

interface Grouped {
  g: number;
}

/** What became of one unit of work: its run, its trace, and its place. */
export interface Ended extends Grouped {
  run: string;
  message: string;
  pin: number;
  replay: number;
  /** Change of the number of its open tokens, and of its quarantined ones. */
  open: number;
  stopped: number;
  code: string | null;
  node: string | null;
  /** The sealed answer to a waiting caller. */
  answer: Buffer | null;
  /** The sealed stretch of its trace. */
  trace: Buffer | null;
  /** The row that goes; null: its place is taken by what is left of it. */
  place: { lane: number; seq: number; sub: number } | null;
}

export interface DeliveryMade extends Grouped {
  run: string;
  node: string;
  message: string;
  key: string;
  attempts: number;
  status: string;
  reference: string | null;
  body: Buffer;
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
  body: Buffer | null;
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
  body: Buffer | null;
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
  dg: string;
  corr: string;
  ct: string;
  size: number;
  body: Buffer;
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
  body: Buffer;
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
  ended: Ended[];
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
    ended: [],
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
  /** Where nothing was due next: the seconds until something is, or null; undefined where it was not looked. */
  rest: number | null | undefined;
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
  const { ended, deliveries } = outcome;
  const named = settlements.flatMap(({ slot, outcome: { lanes } }, i) =>
    lanes.map((lane) => ({ ...lane, g: lane.g + bases[i]!, slot })),
  );
  const answered = ended.filter(({ answer }) => answer !== null).map(({ run }) => run);
  const wants = settlements.filter(({ limits }) => limits.work > 0).map(({ slot, limits }) => ({ slot, ...limits }));
  await noteMissed(store, deployment, outcome.stops);
  const blob = new Blob();
  const answers = ended.map(({ answer }) => blob.add(answer));
  const traces = ended.map(({ trace }) => blob.add(trace));
  const receipts = deliveries.map(({ body }) => blob.add(body));
  const part = (rows: readonly object[]) => (rows.length === 0 ? null : JSON.stringify(rows));
  const withBody = (rows: readonly { body: Buffer | null }[]) =>
    part(rows.map(({ body, ...row }) => ({ ...row, ...blob.add(body) })));
  const [work, stops, pieces, gathers] = [outcome.work, outcome.stops, outcome.pieces, outcome.gathers].map(withBody);
  const [head, ...rows] = await inTime(store.sql<SettledRow[]>`
    select * from settle(${owner}, ${deployment}, ${first.slot}, ${first.limits.leaseS}, decode(${blob.base64()}, 'base64'),
      ${part(outcome.groups)}::text::json,
      ${writeArray(ended.map(({ g }) => g))}::text::integer[], ${writeArray(ended.map(({ run }) => run))}::text::uuid[],
      ${writeArray(ended.map(({ message }) => message))}::text::uuid[], ${writeArray(ended.map(({ pin }) => pin))}::text::integer[],
      ${writeArray(ended.map(({ replay }) => replay))}::text::smallint[], ${writeArray(ended.map(({ open }) => open))}::text::integer[],
      ${writeArray(ended.map(({ stopped }) => stopped))}::text::integer[], ${writeArray(ended.map(({ code }) => code))}::text::text[],
      ${writeArray(ended.map(({ node }) => node))}::text::text[], ${writeArray(answers.map(({ at }) => at))}::text::integer[],
      ${writeArray(answers.map(({ length }) => length))}::text::integer[], ${writeArray(traces.map(({ at }) => at))}::text::integer[],
      ${writeArray(traces.map(({ length }) => length))}::text::integer[],
      ${writeArray(ended.map(({ place }) => place?.lane ?? null))}::text::bigint[],
      ${writeArray(ended.map(({ place }) => place?.seq ?? null))}::text::bigint[],
      ${writeArray(ended.map(({ place }) => place?.sub ?? null))}::text::bigint[],
      ${writeArray(deliveries.map(({ g }) => g))}::text::integer[], ${writeArray(deliveries.map(({ run }) => run))}::text::uuid[],
      ${writeArray(deliveries.map(({ node }) => node))}::text::text[], ${writeArray(deliveries.map(({ message }) => message))}::text::uuid[],
      ${writeArray(deliveries.map(({ key }) => key))}::text::text[], ${writeArray(deliveries.map(({ attempts }) => attempts))}::text::smallint[],
      ${writeArray(deliveries.map(({ status }) => status))}::text::text[],
      ${writeArray(deliveries.map(({ reference }) => reference))}::text::text[],
      ${writeArray(receipts.map(({ at }) => at))}::text::integer[], ${writeArray(receipts.map(({ length }) => length))}::text::integer[],
      ${writeArray(deliveries.map((row) => row.first))}::text::timestamptz[],
      ${part(counted(outcome.ledger))}::text::json, ${part(named)}::text::json, ${work!}::text::json, ${stops!}::text::json,
      ${part(outcome.attempts)}::text::json, ${pieces!}::text::json, ${gathers!}::text::json, ${part(outcome.gathered)}::text::json,
      ${answered.length === 0 ? null : answered}::uuid[], ${part(wants)}::text::json)`);
  const { fenced, lanes } = head!.answer as SettledAnswer;
  const bySlot = Map.groupBy(rows, ({ slot }) => slot);
  return settlements.map(({ slot, limits }, i) => {
    const ofSlot = bySlot.get(slot) ?? [];
    const resting = ofSlot[0]?.answer as { rest: number | null } | null | undefined;
    const [from, to] = [bases[i]!, bases[i + 1] ?? Number.POSITIVE_INFINITY];
    return {
      fenced: fenced.filter((g) => g >= from && g < to).map((g) => g - from),
      next: limits.work > 0 && !resting ? takenOf(ofSlot) : null,
      rest: resting?.rest,
      lanes: lanes ?? [],
    };
  });
}

interface SettledAnswer {
  fenced: number[];
  lanes: Settled['lanes'] | null;
}

/** The first carries the answer, the others what was taken, or that there was nothing. */
interface SettledRow extends TakenRow {
  slot: number;
  answer: SettledAnswer | { rest: number | null } | null;
}

/** One row for each group and destination in place of one for each message. */
function counted(changes: readonly LedgerChange[]): LedgerChange[] {
  const sums = new Map<string, LedgerChange>();
  for (const change of changes) {
    const name = `${change.g} ${change.node}`;
    const sum = sums.get(name);
    if (sum === undefined) sums.set(name, { ...change });
    else for (const count of ['a', 'd', 'q', 'f'] as const) sum[count] += change[count];
  }
  return [...sums.values()];
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

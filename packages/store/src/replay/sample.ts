import type { Plan } from '@throughline/flow';
import type { Store } from '../client.ts';
import { getVersion } from '../flow/get.ts';
import { type BusinessKey, keysOf } from '../run/keys.ts';
import { readReceipts, readReceived, readTrace, type StepRecord } from '../trace/read.ts';
import { createStarts, type Receive, type Start, type WhyNot } from './begin.ts';
import { type ReplayMode, type ReplayTarget, type Selection, targetsOf } from './plan.ts';

/** One message of a selection with all that a dry run of its replay takes. */
export interface ReplaySample {
  target: ReplayTarget;
  keys: BusinessKey[];
  start: Start | { why: WhyNot };
  /** What its last run did: the records of its steps, and its bytes as received. */
  ran: { plan: Plan; records: StepRecord[]; raw: Buffer } | null;
  /** The document of the version it would run on. */
  document: string;
  contentType: string;
  /** The answers of destinations that have confirmed it, by node. */
  receipts: Map<string, { status: string; answer: string }>;
}

/** Some messages of a selection: the first of every place they stopped at, then evenly over the rest. Changes nothing. */
export async function sampleReplay(
  store: Store,
  selection: Selection,
  mode: ReplayMode,
  receive: Receive,
  most: number,
): Promise<{ count: number; samples: ReplaySample[] }> {
  const targets = await targetsOf(store, selection);
  const starts = createStarts(store, store, mode, receive);
  const samples: ReplaySample[] = [];
  for (const target of spread(targets, most)) samples.push(await sampleOf(store, starts, target));
  return { count: targets.length, samples };
}

async function sampleOf(
  store: Store,
  starts: ReturnType<typeof createStarts>,
  target: ReplayTarget,
): Promise<ReplaySample> {
  const [start, received, { legs }, receipts, named] = await Promise.all([
    starts.of(target),
    readReceived(store, target.message),
    readTrace(store, target.run),
    readReceipts(store, target.message),
    store.sql<{ name: string; value: string }[]>`
      select name, value from business_key where message_id = ${target.message} order by name`,
  ]);
  const keys = keysOf(named.map(({ name, value }) => [name, value]));
  if ('why' in start) return { target, keys, start, ran: null, document: '', contentType: '', receipts };
  const { pinned } = start.to;
  const document = await getVersion(store, pinned.flow, pinned.version);
  return {
    target,
    keys,
    start,
    ran:
      received === null
        ? null
        : { plan: start.from.plan, records: legs.flatMap(({ steps }) => steps), raw: received.raw },
    document: document ?? '',
    contentType: received?.contentType ?? 'application/json',
    receipts,
  };
}

function spread(targets: readonly ReplayTarget[], most: number): ReplayTarget[] {
  const chosen = new Map<string, ReplayTarget>();
  for (const target of targets) {
    const place = `${target.flow} ${target.node} ${target.pin}`;
    if (!chosen.has(place) && chosen.size < most) chosen.set(place, target);
  }
  const picked = new Set(chosen.values());
  const gap = Math.max(1, Math.floor(targets.length / most));
  for (let i = targets.length - 1; i >= 0 && picked.size < most; i -= gap) picked.add(targets[i]!);
  return targets.filter((target) => picked.has(target));
}

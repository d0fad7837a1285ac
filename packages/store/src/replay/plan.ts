import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Store } from '../client.ts';
import { StoreError } from '../error.ts';
import { inFolders, type QuarantineFilter, quarantineWhere } from '../quarantine/list.ts';
import { deployment, environment, pin, quarantine, run } from '../schema/tables.ts';
import { createStarts, type Receive, type WhyNot } from './begin.ts';
import { type DestinationLoad, destinationLoads } from './load.ts';

/** What to replay: quarantined messages by a filter, or runs by id. */
export type Selection = { quarantine: QuarantineFilter } | RunSelection;

export interface RunSelection {
  environment: string;
  runs: string[];
  /** Of flows in these folders alone. */
  folders?: string[] | undefined;
}

export interface ReplayMode {
  /** Where it starts: as received, at the step it stopped at, or at a named step (a connector: that destination alone). */
  from: 'received' | 'stopped' | { node: string };
  /** The version it ran on, what is live now, or a published version that is a candidate. */
  version: 'as-run' | 'live' | number;
  /** Send again also to destinations that have confirmed. */
  repeat: boolean;
}

/** One message to be replayed. */
export interface ReplayTarget {
  /** The quarantined token or the run. */
  source: string;
  kind: 'quarantine' | 'run';
  run: string;
  message: string;
  deployment: number;
  flow: string;
  pin: number;
  node: string | null;
  step: number | null;
  /** Destinations whose fate the replay decides again, as a mask in the pinned plan's order. */
  reach: bigint;
  lane: { id: number; seq: number; sub: number; parks: boolean } | null;
  /** Destinations that have confirmed this message already. */
  confirmed: string[];
  /** The message as it stood where it stopped is kept beside the one received. */
  isKept: boolean;
  /** Its run is not over: what it has yet to send goes out without a replay, too. */
  isUnderWay: boolean;
}

export interface ReplayPlan {
  targets: ReplayTarget[];
  /** Those that cannot start there, and why. */
  left: { source: string; why: WhyNot }[];
  destinations: PlannedDestination[];
}

/** How many are sent to a destination, how many are skipped as confirmed, and what it can be asked to take. */
export interface PlannedDestination extends Omit<DestinationLoad, 'deployment' | 'node'> {
  destination: string;
  flow: string;
  sends: number;
  confirmed: number;
  /** How long it would take, once it is asked again, at the pace of its busiest minute; null: nothing tells its pace. */
  estimateMs: number | null;
}

export const MAX_TARGETS = 10_000;

/** Looks at what a replay would do; changes nothing. Throws StoreError `too_many` beyond 10,000. */
export async function planReplay(
  store: Store,
  selection: Selection,
  mode: ReplayMode,
  receive: Receive,
): Promise<ReplayPlan> {
  const targets = await targetsOf(store, selection);
  if (targets.length > MAX_TARGETS) {
    throw new StoreError('too_many', `A replay takes ${MAX_TARGETS} messages at most; narrow the selection.`);
  }
  const confirmed = await confirmations(
    store,
    targets.map(({ message }) => message),
  );
  const counts = new Map<string, Counted>();
  const plans = await destinationsOf(store, [...new Set(targets.map((target) => target.pin))]);
  const starts = createStarts(store, store, mode, receive);
  const expired = await expiredOf(store, mode, targets);
  const left: ReplayPlan['left'] = [];
  for (const target of targets) {
    target.confirmed = confirmed.get(target.message) ?? [];
    const start = expired.has(target)
      ? { why: 'expired' as const }
      : typeof mode.from === 'string'
        ? null
        : await starts.of(target);
    if (start !== null && 'why' in start) {
      left.push({ source: target.source, why: start.why });
      continue;
    }
    for (const node of start?.destinations ?? plans.get(target.pin) ?? []) {
      const { deployment: at, flow } = target;
      const count = counts.get(`${at} ${node}`) ?? { deployment: at, flow, destination: node, sends: 0, confirmed: 0 };
      if (target.confirmed.includes(node) && !mode.repeat) count.confirmed++;
      else count.sends++;
      counts.set(`${at} ${node}`, count);
    }
  }
  const without = new Set(left.map(({ source }) => source));
  return {
    targets: targets.filter(({ source }) => !without.has(source)),
    left,
    destinations: await withLoads(store, [...counts.values()]),
  };
}

type Counted = Pick<PlannedDestination, 'destination' | 'flow' | 'sends' | 'confirmed'> & { deployment: number };

async function withLoads(store: Store, counted: Counted[]): Promise<PlannedDestination[]> {
  const loads = await destinationLoads(store, [...new Set(counted.map((one) => one.deployment))]);
  return counted.map(({ deployment: at, destination, ...counts }) => {
    const load = loads.find((one) => one.deployment === at && one.node === destination);
    const { name = destination, partner = destination, perMinute = null, limited = 0, gate = null } = load ?? {};
    const { sends } = counts;
    const estimateMs = sends === 0 ? 0 : perMinute === null ? null : (gate?.waitMs ?? 0) + (sends / perMinute) * 60_000;
    return { destination, ...counts, name, partner, perMinute, limited, gate, estimateMs };
  });
}

/** What a selection names, in the order in which it was accepted. */
export function targetsOf(store: Store, selection: Selection): Promise<ReplayTarget[]> {
  return 'quarantine' in selection ? quarantined(store, selection.quarantine) : ran(store, selection);
}

async function quarantined(store: Store, filter: QuarantineFilter): Promise<ReplayTarget[]> {
  const rows = await store.db
    .select({
      id: quarantine.id,
      run: quarantine.runId,
      message: quarantine.messageId,
      deployment: quarantine.deploymentId,
      flow: deployment.flowId,
      pin: quarantine.pinId,
      node: quarantine.node,
      step: quarantine.step,
      reach: quarantine.reach,
      lane: quarantine.laneId,
      seq: quarantine.seq,
      sub: quarantine.sub,
      parks: quarantine.parks,
      isKept: sql<boolean>`${quarantine.sealed} is not null`,
    })
    .from(quarantine)
    .innerJoin(deployment, eq(deployment.id, quarantine.deploymentId))
    .innerJoin(environment, eq(environment.id, deployment.environmentId))
    .where(quarantineWhere({ ...filter, state: 'open' }))
    .orderBy(quarantine.seq, quarantine.sub)
    .limit(MAX_TARGETS + 1);
  return rows.map(({ id, lane, seq, sub, parks, ...row }) => ({
    ...row,
    source: id,
    kind: 'quarantine',
    lane: { id: lane, seq, sub, parks },
    confirmed: [],
    isUnderWay: false,
  }));
}

/** A message once, by its newest run, in the order of acceptance. */
async function ran(store: Store, selection: RunSelection): Promise<ReplayTarget[]> {
  if (selection.runs.length === 0) return [];
  const rows = await store.db
    .select({ r: run, flow: deployment.flowId, environment: environment.name })
    .from(run)
    .innerJoin(deployment, eq(deployment.id, run.deploymentId))
    .innerJoin(environment, eq(environment.id, deployment.environmentId))
    .where(
      and(inArray(run.id, selection.runs), selection.folders === undefined ? undefined : inFolders(selection.folders)),
    )
    .orderBy(run.messageId, run.id);
  const newest = new Map(
    rows.filter((row) => row.environment === selection.environment).map((row) => [row.r.messageId, row]),
  );
  return [...newest.values()].map(({ r, flow }) => ({
    source: r.id,
    kind: 'run',
    run: r.id,
    message: r.messageId,
    deployment: r.deploymentId,
    flow,
    pin: r.pinId,
    node: null,
    step: null,
    reach: 0n,
    lane: null,
    confirmed: [],
    isKept: false,
    isUnderWay: r.state === 'running',
  }));
}

/** Those whose content is past retention: nothing of them can start. */
async function expiredOf(
  store: Store,
  { from }: ReplayMode,
  targets: readonly ReplayTarget[],
): Promise<Set<ReplayTarget>> {
  const needed = from === 'stopped' ? targets.filter(({ isKept }) => !isKept) : targets;
  const known = new Set<string>();
  for (let i = 0; i < needed.length; i += 1000) {
    const ids = needed.slice(i, i + 1000).map(({ message }) => message);
    const rows = await store.sql<{ id: string }[]>`
      select message_id as id from message_body where message_id = any (${ids})`;
    for (const { id } of rows) known.add(id);
  }
  return new Set(needed.filter(({ message }) => !known.has(message)));
}

async function confirmations(store: Store, messages: string[]): Promise<Map<string, string[]>> {
  const known = new Map<string, string[]>();
  for (let i = 0; i < messages.length; i += 1000) {
    const rows = await store.sql<{ message: string; node: string }[]>`
      select message_id as message, node from delivery where message_id = any (${messages.slice(i, i + 1000)})`;
    for (const { message, node } of rows) known.set(message, [...(known.get(message) ?? []), node]);
  }
  return known;
}

async function destinationsOf(store: Store, pins: number[]): Promise<Map<number, string[]>> {
  if (pins.length === 0) return new Map();
  const rows = await store.db
    .select({ id: pin.id, destinations: pin.destinations })
    .from(pin)
    .where(inArray(pin.id, pins));
  return new Map(rows.map(({ id, destinations }) => [id, destinations]));
}

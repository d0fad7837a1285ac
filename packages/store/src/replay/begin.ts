import type { Plan, PlanStep } from '@throughline/flow';
import { asc, eq, inArray } from 'drizzle-orm';
import { unpackBody } from '../body/envelope.ts';
import type { Store } from '../client.ts';
import { pinNow } from '../deployment/deploy.ts';
import { StoreError } from '../error.ts';
import { loadPin, type Pinned } from '../pin/load.ts';
import { quarantine, trace } from '../schema/tables.ts';
import { type Received, readManyReceived } from '../trace/read.ts';
import type { Tx } from '../tx.ts';
import { messagesBefore, readWent } from './before.ts';
import type { ReplayMode, ReplayTarget } from './plan.ts';

/** The message that the first step sees, from the bytes received: the reading of a format is not the store's. */
export type Receive = (step: PlanStep, raw: Buffer, contentType: string) => string;

/**
 * expired: its content is past retention · unreached: nothing on record came to that step · ambiguous: several different messages
 * did · elsewhere: the step does not lead to everything the quarantined message still owes.
 */
export type WhyNot = 'expired' | 'unreached' | 'ambiguous' | 'elsewhere';

export interface Bound {
  pinned: Pinned;
  plan: Plan;
}

/** Where and as what a replayed message begins. */
export interface Start {
  from: Bound;
  to: Bound;
  step: number;
  context: string;
  message: Buffer;
  /** Destinations behind the step, by node. */
  destinations: string[];
}

/** Finds starts; plans are loaded once. `tx` sees what is live and makes the pin of a candidate. */
export function createStarts(store: Store, tx: Pick<Store, 'sql'> | Tx, mode: ReplayMode, receive: Receive) {
  const pins = new Map<number, Promise<Bound>>();
  const bound = (id: number): Promise<Bound> => {
    const known =
      pins.get(id) ?? loadPin(store, id).then((pinned) => ({ pinned, plan: JSON.parse(pinned.plan) as Plan }));
    pins.set(id, known);
    return known;
  };
  const wanted = new Map<number, Promise<Bound>>();
  const wantedFor = (target: ReplayTarget): Promise<Bound> => {
    if (mode.version === 'as-run') return bound(target.pin);
    const known = wanted.get(target.deployment) ?? pinOf(tx, target, mode.version).then(bound);
    wanted.set(target.deployment, known);
    return known;
  };
  /** Throws StoreError `step_gone` and `version_unknown`. */
  async function of(target: ReplayTarget, bodies: Bodies): Promise<Start | { why: WhyNot }> {
    const [from, to] = await Promise.all([bound(target.pin), wantedFor(target)]);
    const body = await bodyAt(store, target, mode, from, receive, bodies);
    if ('why' in body) return body;
    const step = to.plan.steps.findIndex(({ node }) => node === body.node);
    if (step < 0) throw gone(to.plan, body.node);
    const destinations = to.plan.steps[step]!.reach.map((column) => to.plan.destinations[column]!.node);
    if (typeof mode.from !== 'string') {
      const owed = from.plan.destinations.filter((_, bit) => (target.reach >> BigInt(bit)) & 1n);
      if (owed.some(({ node }) => !destinations.includes(node))) return { why: 'elsewhere' };
    }
    return { from, to, step, context: body.context, message: body.message, destinations };
  }

  return {
    of: async (target: ReplayTarget) => of(target, await readBodies(store, mode, [target])),
    /** Of many at once, in their order; one that cannot be read does not hold up the others. */
    async ofAll(targets: readonly ReplayTarget[]): Promise<[ReplayTarget, Start | { why: string }][]> {
      const bodies = await readBodies(store, mode, targets);
      const found: [ReplayTarget, Start | { why: string }][] = [];
      for (const target of targets) {
        const start = await of(target, bodies).catch((error: unknown) => {
          if (error instanceof StoreError) return { why: error.code };
          throw error;
        });
        found.push([target, start]);
      }
      return found;
    },
  };
}

/** What messages say: as they stood where they stopped, and as they were received. */
interface Bodies {
  stopped: Map<string, Buffer>;
  received: Map<string, Received>;
}

async function readBodies(
  store: Store,
  { from }: Pick<ReplayMode, 'from'>,
  targets: readonly ReplayTarget[],
): Promise<Bodies> {
  const kept = from === 'stopped' ? targets.filter(({ isKept }) => isKept).map(({ source }) => source) : [];
  const rows =
    kept.length === 0
      ? []
      : await store.db
          .select({ id: quarantine.id, sealed: quarantine.sealed })
          .from(quarantine)
          .where(inArray(quarantine.id, kept));
  const stopped = new Map(rows.flatMap(({ id, sealed }) => (sealed === null ? [] : [[id, sealed] as const])));
  const others = targets.filter(({ source }) => !stopped.has(source)).map(({ message }) => message);
  return { stopped, received: await readManyReceived(store, others) };
}

interface Body {
  node: string;
  context: string;
  message: Buffer;
}

async function bodyAt(
  store: Store,
  target: ReplayTarget,
  { from }: ReplayMode,
  { plan }: Bound,
  receive: Receive,
  bodies: Bodies,
): Promise<Body | { why: WhyNot }> {
  const stopped = bodies.stopped.get(target.source);
  if (stopped !== undefined) {
    return { node: target.node!, ...unpackBody(store.keys.open(stopped, `run:${target.run}`)) };
  }
  const received = bodies.received.get(target.message);
  if (received === undefined) return { why: 'expired' };
  const { context, raw } = received;
  const begin = beginOf(context);
  if (typeof from === 'string' || from.node === begin) return { node: begin, context, message: raw };
  const step = plan.steps.findIndex(({ node }) => node === from.node);
  if (step < 0) throw gone(plan, from.node);
  const first = plan.steps.findIndex(({ node }) => node === begin);
  const message =
    plan.steps[first]?.place === 'trigger' ? receive(plan.steps[first]!, raw, received.contentType) : raw.toString();
  const legs = await store.db
    .select({ sealed: trace.sealed })
    .from(trace)
    .where(eq(trace.runId, target.run))
    .orderBy(asc(trace.at));
  const went = legs.flatMap(({ sealed }) => readWent(store.keys.open(sealed, `trace:${target.run}`).toString()));
  const [one, ...more] = messagesBefore(plan, went, step, { step: first, message });
  if (one === undefined) return { why: 'unreached' };
  if (more.length > 0) return { why: 'ambiguous' };
  return { node: from.node, context, message: Buffer.from(one) };
}

/** The step a message begins at as received: its trigger, or for a piece of a split the step behind it. */
function beginOf(context: string): string {
  const { trigger, split } = JSON.parse(context) as { trigger: { node: string }; split?: { begin: string } };
  return split?.begin ?? trigger.node;
}

async function pinOf(
  tx: Pick<Store, 'sql'> | Tx,
  { deployment, flow }: ReplayTarget,
  version: 'live' | number,
): Promise<number> {
  const [row] = await tx.sql<{ version: number; plan: string }[]>`
    select v.version, v.plan from deployment d join flow_version v on v.flow_id = d.flow_id
    where d.id = ${deployment} and v.version = ${version === 'live' ? tx.sql`d.version` : version}`;
  if (row === undefined) throw new StoreError('version_unknown', `There is no version ${version} of ${flow}.`);
  return pinNow(tx.sql, deployment, row.version, JSON.parse(row.plan) as Plan);
}

function gone({ name }: Plan, node: string): StoreError {
  return new StoreError('step_gone', `The version to replay on of ${name} has no step ${node}.`);
}

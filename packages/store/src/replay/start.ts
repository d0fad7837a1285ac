import type { Plan } from '@throughline/flow';
import { eq } from 'drizzle-orm';
import { packBody, unpackBody } from '../body/envelope.ts';
import type { Store } from '../client.ts';
import { StoreError } from '../error.ts';
import { failpoint } from '../failpoint.ts';
import { newId } from '../id.ts';
import { loadPin, type Pinned } from '../pin/load.ts';
import { quarantine } from '../schema/tables.ts';
import { readReceived } from '../trace/read.ts';
import type { Tx } from '../tx.ts';
import type { ReplayMode, ReplayTarget } from './plan.ts';

export interface ReplayRequest {
  /** Chosen by the caller: the same request twice replays once. */
  id: string;
  environment: string;
  mode: ReplayMode;
  reason: string;
  by: string;
  /** For one target: an edited copy of the message (JSON text, or raw text when it starts as received). */
  edited?: string | undefined;
}

interface Made {
  run: string;
  message: string;
  source: string;
}

/**
 * Replays planned targets: each gets a new run of the same message, linked to the original, which is kept. Quarantined tokens go
 * back to their place in their lane; a parked key is released. Destinations that confirmed are skipped by the worker unless
 * `repeat`. Targets already replayed, by this request or another operator, are left out. Content that is past retention is
 * reported in `expired`.
 */
export async function startReplay(
  store: Store,
  tx: Tx,
  request: ReplayRequest,
  targets: ReplayTarget[],
): Promise<{ made: Made[]; expired: string[] }> {
  const pins = new Map<number, Promise<Bound>>();
  const bound = (id: number) => {
    const known = pins.get(id) ?? load(store, id);
    pins.set(id, known);
    return known;
  };
  await tx.sql`
    insert into replay (id, environment_id, mode, reason, requested_by)
    select ${request.id}, e.id, ${JSON.stringify(request.mode)}::text::jsonb, ${request.reason}, ${request.by}
    from environment e where e.name = ${request.environment}
    on conflict do nothing`;
  const made: Made[] = [];
  const expired: string[] = [];
  const lanes = new Set<number>();
  for (const target of targets) {
    const from = await bound(target.pin);
    const to = request.mode.version === 'live' ? await bound(await livePin(tx, target.deployment)) : from;
    const run = newId();
    const start = await startOf(store, target, request, to, run);
    if (start === null) {
      expired.push(target.source);
      continue;
    }
    if (!(await claim(tx, request, target, run))) continue;
    lanes.add(await putBack(tx, { request, target, from, to, run, start, sub: Date.now() * 1000 + made.length }));
    made.push({ run, message: target.message, source: target.source });
  }
  await tx.sql`
    select ring(deployment_id, slot) from lane where id = any (${[...lanes]}) group by deployment_id, slot order by deployment_id, slot`;
  failpoint('replay.write');
  return { made, expired };
}

interface Bound {
  pinned: Pinned;
  plan: Plan;
}

interface Start {
  step: number;
  sealed: Buffer;
}

async function load(store: Store, id: number): Promise<Bound> {
  const pinned = await loadPin(store, id);
  return { pinned, plan: JSON.parse(pinned.plan) as Plan };
}

async function livePin(tx: Tx, deployment: number): Promise<number> {
  const [row] = await tx.sql<{ id: number }[]>`
    select max(p.id) as id from pin p join deployment d on d.id = p.deployment_id and d.version = p.version
    where d.id = ${deployment}`;
  return row!.id;
}

/** The step and the body the new run begins with; null when the content is gone. */
async function startOf(
  store: Store,
  target: ReplayTarget,
  request: ReplayRequest,
  to: Bound,
  run: string,
): Promise<Start | null> {
  const received = await readReceived(store, target.message);
  const { mode } = request;
  const stopped = mode.from === 'stopped' && target.kind === 'quarantine' ? await stoppedBody(store, target) : null;
  const body = stopped ?? received;
  if (body === null) return null;
  const context = JSON.stringify({ ...(JSON.parse(body.context) as object), runId: run });
  const bytes = request.edited === undefined ? body.raw : Buffer.from(request.edited);
  const node = stopped === null ? triggerNode(body.context) : target.node!;
  const step = to.plan.steps.findIndex((candidate) => candidate.node === node);
  if (step < 0) {
    throw new StoreError(
      'step_gone',
      `The live version of ${to.plan.name} has no step ${node}; replay it on the version it ran on.`,
    );
  }
  return { step, sealed: store.keys.seal(packBody(context, bytes), `run:${run}`) };
}

function triggerNode(context: string): string {
  return (JSON.parse(context) as { trigger: { node: string } }).trigger.node;
}

/** The message as it stood before the step that failed; null when it failed as received. */
async function stoppedBody(store: Store, target: ReplayTarget): Promise<{ context: string; raw: Buffer } | null> {
  const [row] = await store.db
    .select({ sealed: quarantine.sealed })
    .from(quarantine)
    .where(eq(quarantine.id, target.source));
  if (row === undefined || row.sealed === null) return null;
  const { context, message } = unpackBody(store.keys.open(row.sealed, `run:${target.run}`));
  return { context, raw: message };
}

/** True for the one request that gets this target. */
async function claim(tx: Tx, request: ReplayRequest, target: ReplayTarget, run: string): Promise<boolean> {
  if (target.kind === 'quarantine') {
    const claimed = await tx.sql`
      update quarantine set state = 'replayed', resolved_at = clock_timestamp(), resolved_by = ${request.by}, reason = ${request.reason}
      where id = ${target.source} and state = 'open' returning 1`;
    if (claimed.length === 0) return false;
    await tx.sql`
      update run set stopped = stopped - 1,
        state = case when open > 0 then 'running' when stopped - 1 > 0 then 'quarantined' else 'done' end
      where id = ${target.run}`;
  }
  const items = await tx.sql`
    insert into replay_item (replay_id, source_id, run_id, message_id)
    values (${request.id}, ${target.source}, ${run}, ${target.message}) on conflict do nothing returning 1`;
  return items.length > 0;
}

async function putBack(
  tx: Tx,
  back: {
    request: ReplayRequest;
    target: ReplayTarget;
    from: Bound;
    to: Bound;
    run: string;
    start: Start;
    sub: number;
  },
): Promise<number> {
  const { request, target, from, to, run, start } = back;
  const { deployment } = to.pinned;
  const nodes = nodesOf(from.plan, target.reach);
  const reach = to.plan.destinations.reduce(
    (mask, { node }, bit) => (nodes.includes(node) ? mask | (1n << BigInt(bit)) : mask),
    0n,
  );
  const gone = nodes.filter((node) => !to.plan.destinations.some((destination) => destination.node === node));
  for (const node of nodes) {
    await tx.sql`
      insert into ledger as l (deployment_id, node, shard, quarantined, filtered)
      values (${deployment}, ${node}, 0, -1, ${gone.includes(node) ? 1 : 0})
      on conflict (deployment_id, node, shard) do update
        set quarantined = l.quarantined + excluded.quarantined, filtered = l.filtered + excluded.filtered`;
  }
  const lane = target.lane?.id ?? (await freeLane(tx, deployment));
  await tx.sql`
    insert into work (lane_id, seq, sub, run_id, message_id, pin_id, step, sealed, reach, replay)
    values (${lane}, coalesce(${target.lane?.seq ?? null}::bigint, nextval('work_seq')), ${back.sub},
      ${run}, ${target.message}, ${to.pinned.pin}, ${start.step}, ${start.sealed}, ${reach.toString()}, ${request.mode.repeat ? 2 : 1})`;
  await tx.sql`
    update lane set parked_by = case when parked_by = ${target.source} then null else parked_by end,
      ready_at = least(coalesce(ready_at, 'infinity'), clock_timestamp())
    where id = ${lane}`;
  return lane;
}

async function freeLane(tx: Tx, deployment: number): Promise<number> {
  await tx.sql`
    insert into lane (deployment_id, node, key, ordered, slot) values (${deployment}, '', '#0', false, 0) on conflict do nothing`;
  const [row] = await tx.sql<{ id: number }[]>`
    select id from lane where deployment_id = ${deployment} and node = '' and key = '#0'`;
  return Number(row!.id);
}

function nodesOf(plan: Plan, mask: bigint): string[] {
  return plan.destinations.filter((_, bit) => (mask >> BigInt(bit)) & 1n).map(({ node }) => node);
}

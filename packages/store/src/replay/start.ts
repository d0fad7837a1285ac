import type { Plan } from '@throughline/flow';
import { packBody } from '../body/envelope.ts';
import type { Store } from '../client.ts';
import { StoreError } from '../error.ts';
import { announce } from '../event/announce.ts';
import { failpoint } from '../failpoint.ts';
import { newId } from '../id.ts';
import type { Tx } from '../tx.ts';
import { createStarts, type Receive, type Start } from './begin.ts';
import type { ReplayTarget } from './plan.ts';
import type { ReplayRequest } from './request.ts';

/** What became of one target: it has a run now, or why not. */
export type Fate = { source: string } & ({ state: 'made'; run: string } | { state: string; run: null });

/**
 * Makes the runs of a replay's targets: each gets a new run of the same message, linked to the original, which is kept. Quarantined
 * tokens go back to their place in their lane; a parked key is released. Destinations that confirmed are skipped by the worker unless
 * `repeat`. One that somebody has decided on already is left.
 */
export async function makeRuns(
  store: Store,
  tx: Tx,
  request: ReplayRequest,
  targets: readonly ReplayTarget[],
  receive: Receive,
): Promise<Fate[]> {
  const starts = createStarts(store, tx, request.mode, receive);
  const fates: Fate[] = [];
  const lanes = new Set<number>();
  for (const target of targets) {
    const { source } = target;
    const start = await starts.of(target).catch((error: unknown) => {
      // One message that cannot be read does not hold up the others.
      if (error instanceof StoreError) return { why: error.code };
      throw error;
    });
    if ('why' in start) {
      fates.push({ source, state: start.why, run: null });
      continue;
    }
    if (!(await claim(tx, request, target))) {
      fates.push({ source, state: 'taken', run: null });
      continue;
    }
    const run = newId(store.clock.now());
    const sealed = sealedFor(store, start, request, run);
    lanes.add(
      await putBack(tx, {
        request,
        target,
        start,
        sealed,
        run,
        sub: Math.floor(store.clock.now() * 1000) + fates.length,
      }),
    );
    fates.push({ source, state: 'made', run });
  }
  await tx.sql`
    select ring(deployment_id, slot) from lane where id = any (${[...lanes]}) group by deployment_id, slot order by deployment_id, slot`;
  await announce(tx, 'replays', request.id, request.environment);
  await announce(tx, 'quarantine', null, request.environment);
  failpoint('replay.write');
  return fates;
}

function sealedFor(store: Store, { context, message }: Start, { edited }: ReplayRequest, run: string): Buffer {
  const own = JSON.stringify({ ...(JSON.parse(context) as object), runId: run });
  return store.keys.seal(packBody(own, edited === undefined ? message : Buffer.from(edited)), `run:${run}`);
}

/** True for the one request that gets this target. */
async function claim(tx: Tx, request: ReplayRequest, target: ReplayTarget): Promise<boolean> {
  if (target.kind === 'run') return true;
  const claimed = await tx.sql`
    update quarantine set state = 'replayed', resolved_at = clock_timestamp(), resolved_by = ${request.by}, reason = ${request.reason}
    where id = ${target.source} and state = 'open' returning 1`;
  if (claimed.length === 0) return false;
  await tx.sql`
    update run set stopped = stopped - 1,
      state = case when open > 0 then 'running' when stopped - 1 > 0 then 'quarantined' else 'done' end
    where id = ${target.run}`;
  return true;
}

async function putBack(
  tx: Tx,
  back: { request: ReplayRequest; target: ReplayTarget; start: Start; sealed: Buffer; run: string; sub: number },
): Promise<number> {
  const { request, target, run } = back;
  const { from, to, step } = back.start;
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
      ${run}, ${target.message}, ${to.pinned.pin}, ${step}, ${back.sealed}, ${reach.toString()}, ${request.mode.repeat ? 2 : 1})`;
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

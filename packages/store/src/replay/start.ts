import type { Plan } from '@throughline/flow';
import { packBody } from '../body/envelope.ts';
import type { Store } from '../client.ts';
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
  const fates = new Map<string, Fate>();
  for (const some of await chunks(store, targets)) {
    const ready: Ready[] = [];
    for (const [target, start] of await starts.ofAll(some)) {
      if ('why' in start) fates.set(target.source, { source: target.source, state: start.why, run: null });
      else ready.push({ target, start });
    }
    const mine = await claim(tx, request, ready);
    const backs = ready.filter(({ target }) => mine.has(target.source)).map(toBack);
    await putBack(tx, request, backs);
    for (const { target, run } of backs) fates.set(target.source, { source: target.source, state: 'made', run });
  }
  await announce(tx, 'replays', request.id, request.environment);
  await announce(tx, 'quarantine', null, request.environment);
  failpoint('replay.write');
  return targets.map(({ source }) => fates.get(source) ?? { source, state: 'taken', run: null });

  function toBack({ target, start }: Ready, i: number): Back {
    const run = newId(store.clock.now());
    const sub = Math.floor(store.clock.now() * 1000) + fates.size + i;
    return { target, start, run, sub, sealed: sealedFor(store, start, request, run) };
  }
}

interface Ready {
  target: ReplayTarget;
  start: Start;
}

interface Back extends Ready {
  run: string;
  sub: number;
  sealed: Buffer;
}

/** Bytes of messages that are held at once. */
const AT_ONCE = 16_000_000;

/** Targets in their order, a few large ones or many small ones together. */
async function chunks(store: Store, targets: readonly ReplayTarget[]): Promise<ReplayTarget[][]> {
  const ids = targets.map(({ message }) => message);
  const rows = await store.sql<{ id: string; size: number }[]>`select id, size from message where id = any (${ids})`;
  const sizes = new Map(rows.map(({ id, size }) => [id, size]));
  const all: ReplayTarget[][] = [];
  let room = 0;
  for (const target of targets) {
    const size = sizes.get(target.message) ?? 0;
    if (room < size || all.length === 0) {
      all.push([]);
      room = AT_ONCE;
    }
    all.at(-1)!.push(target);
    room -= size;
  }
  return all;
}

function sealedFor(store: Store, { context, message }: Start, { edited }: ReplayRequest, run: string): Buffer {
  const own = JSON.stringify({ ...(JSON.parse(context) as object), runId: run });
  return store.keys.seal(packBody(own, edited === undefined ? message : Buffer.from(edited)), `run:${run}`);
}

/** The targets that are this request's: those that nobody has decided on. */
async function claim({ sql }: Tx, { by, reason }: ReplayRequest, ready: readonly Ready[]): Promise<Set<string>> {
  const sources = ready.map(({ target }) => target.source);
  if (ready[0]?.target.kind !== 'quarantine') return new Set(sources);
  const claimed = await sql<{ id: string; run: string }[]>`
    update quarantine set state = 'replayed', resolved_at = clock_timestamp(), resolved_by = ${by}, reason = ${reason}
    where id in (select id from quarantine where id = any (${sources}) and state = 'open' order by id for update)
    returning id, run_id as run`;
  await sql`
    update run r set stopped = r.stopped - c.n,
      state = case when r.open > 0 then 'running' when r.stopped - c.n > 0 then 'quarantined' else 'done' end
    from (select run, count(*)::integer as n from unnest(${claimed.map(({ run }) => run)}::uuid[]) as run group by 1) c
    where r.id = c.run`;
  return new Set(claimed.map(({ id }) => id));
}

/** Puts all of them back into their lanes, and their destinations in flight again. */
async function putBack(tx: Tx, { mode }: ReplayRequest, backs: readonly Back[]): Promise<void> {
  if (backs.length === 0) return;
  const { sql } = tx;
  await inFlightAgain(tx, backs);
  const free = new Map<number, number>();
  const homes = await homesOf(tx, backs);
  const rows: object[] = [];
  let at = 1;
  for (const { target, start, run, sub, sealed } of backs) {
    const { pin, deployment } = start.to.pinned;
    const home = target.lane === null ? undefined : homes.get(target.lane.id);
    const isThere = home === undefined || home.node === start.to.plan.steps[start.step]!.node;
    const own = isThere ? target.lane?.id : home.runs;
    const lane = own ?? free.get(deployment) ?? (await freeLane(tx, deployment));
    if (own === undefined) free.set(deployment, lane);
    const seq = target.lane?.seq ?? null;
    const reach = reachOf(start, target).mask.toString();
    rows.push({
      lane,
      seq,
      sub,
      run,
      message: target.message,
      pin,
      step: start.step,
      at,
      length: sealed.length,
      reach,
    });
    at += sealed.length;
  }
  await sql`
    insert into work (lane_id, seq, sub, run_id, message_id, pin_id, step, sealed, reach, replay)
    select x.lane, coalesce(x.seq, nextval('work_seq')), x.sub, x.run, x.message, x.pin, x.step,
      substr(b.bytes, x.at, x.length), x.reach, ${mode.repeat ? 2 : 1}::smallint
    from (select ${Buffer.concat(backs.map(({ sealed }) => sealed))}::bytea as bytes) b,
      json_to_recordset(${JSON.stringify(rows)}::text::json) as x(lane bigint, seq bigint, sub bigint, run uuid, message uuid,
        pin integer, step smallint, at integer, length integer, reach bigint)`;
  const stops = backs.flatMap(({ target }) => target.lane?.id ?? []);
  const lanes = [...new Set([...stops, ...rows.map((row) => (row as { lane: number }).lane)])];
  await sql`
    update lane set parked_by = case when parked_by = any (${backs.map(({ target }) => target.source)}::uuid[]) then null else parked_by end,
      ready_at = least(coalesce(ready_at, 'infinity'), clock_timestamp())
    where id in (select id from lane where id = any (${lanes}) order by id for update)`;
  await sql`
    select ring(deployment_id, slot) from lane where id = any (${lanes}) group by deployment_id, slot order by deployment_id, slot`;
}

/** Lanes of a connector's deliveries, and the lane of the runs of the same key: where all but the delivery itself starts again. */
async function homesOf({ sql }: Tx, backs: readonly Back[]): Promise<Map<number, { node: string; runs: number }>> {
  const rows = await sql<{ id: string; node: string; runs: string }[]>`
    select l.id, l.node, r.id as runs from lane l
    join lane r on r.deployment_id = l.deployment_id and r.node = '' and r.key = l.key
    where l.id = any (${backs.flatMap(({ target }) => target.lane?.id ?? [])}) and l.node <> ''`;
  return new Map(rows.map(({ id, node, runs }) => [Number(id), { node, runs: Number(runs) }]));
}

/** What the version to replay on delivers of what is owed, and what of it that has no longer. */
function reachOf({ from, to }: Start, { reach }: ReplayTarget): { nodes: string[]; mask: bigint; gone: string[] } {
  const nodes = nodesOf(from.plan, reach);
  const { destinations } = to.plan;
  const mask = destinations.reduce(
    (sum, { node }, bit) => (nodes.includes(node) ? sum | (1n << BigInt(bit)) : sum),
    0n,
  );
  return { nodes, mask, gone: nodes.filter((node) => !destinations.some((destination) => destination.node === node)) };
}

async function inFlightAgain({ sql }: Tx, backs: readonly Back[]): Promise<void> {
  const counts = new Map<string, { deployment: number; node: string; quarantined: number; filtered: number }>();
  for (const { target, start } of backs) {
    const { deployment } = start.to.pinned;
    const { nodes, gone } = reachOf(start, target);
    for (const node of nodes) {
      const key = `${deployment} ${node}`;
      const count = counts.get(key) ?? { deployment, node, quarantined: 0, filtered: 0 };
      count.quarantined--;
      if (gone.includes(node)) count.filtered++;
      counts.set(key, count);
    }
  }
  if (counts.size === 0) return;
  await sql`
    insert into ledger as l (deployment_id, node, shard, quarantined, filtered)
    select x.deployment, x.node, 0, x.quarantined, x.filtered
    from json_to_recordset(${JSON.stringify([...counts.values()])}::text::json)
      as x(deployment integer, node text, quarantined bigint, filtered bigint) order by 1, 2
    on conflict (deployment_id, node, shard) do update
      set quarantined = l.quarantined + excluded.quarantined, filtered = l.filtered + excluded.filtered`;
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

import type { Store } from '../client.ts';
import { announce } from '../event/announce.ts';
import { inTransaction, type Tx } from '../tx.ts';
import type { Receive } from './begin.ts';
import { type ReplayMode, type ReplayTarget, targetsOf } from './plan.ts';
import { type ReplayRequest, requestReplay } from './request.ts';
import { type Fate, makeRuns } from './start.ts';

const BATCH = 100;
/** Replays leave room for what comes in: they wait while this many of their messages are under way. */
const UNDER_WAY = 2000;

interface Row {
  id: string;
  environment: string;
  mode: ReplayMode;
  reason: string;
  by: string;
  kind: 'quarantine' | 'run';
  edited: Buffer | null;
}

/**
 * Makes the next batch of a running replay in one transaction: what a worker that dies leaves behind is nothing, and another goes on.
 * Answers whether there may be more to do. `only` limits it to one replay.
 */
export function workReplay(store: Store, receive: Receive, only?: string): Promise<boolean> {
  return inTransaction(store, async (tx) => {
    const { sql } = tx;
    const [replay] = await sql<Row[]>`
      select r.id, e.name as environment, r.mode, r.reason, r.requested_by as by, r.kind, r.edited
      from replay r join environment e on e.id = r.environment_id
      where r.state = 'running' ${only === undefined ? sql`` : sql`and r.id = ${only}`}
      order by r.changed_at, r.id limit 1 for update of r skip locked`;
    if (replay === undefined || (await isBusy(tx))) return false;
    const items = await sql<{ source: string }[]>`
      select source_id as source from replay_item where replay_id = ${replay.id} and state = 'pending' order by place limit ${BATCH}`;
    if (items.length > 0)
      await makeBatch(
        store,
        tx,
        replay,
        items.map(({ source }) => source),
        receive,
      );
    if (items.length < BATCH) {
      await sql`update replay set state = 'done', changed_at = clock_timestamp() where id = ${replay.id}`;
    }
    await announce(tx, 'replays', replay.id, replay.environment);
    return true;
  });
}

async function isBusy({ sql }: Tx): Promise<boolean> {
  const rows = await sql`select 1 from work where replay > 0 limit ${UNDER_WAY}`;
  return rows.length === UNDER_WAY;
}

async function makeBatch(store: Store, tx: Tx, replay: Row, sources: string[], receive: Receive): Promise<void> {
  const { environment, kind } = replay;
  const found = await targetsOf(
    store,
    kind === 'run' ? { environment, runs: sources } : { quarantine: { environment, ids: sources } },
  );
  const place = new Map(sources.map((source, i) => [source, i]));
  found.sort((a, b) => place.get(a.source)! - place.get(b.source)!);
  const edited = replay.edited === null ? undefined : store.keys.open(replay.edited, `replay:${replay.id}`).toString();
  const fates = await makeRuns(store, tx, { ...replay, edited }, found, receive);
  const known = new Map(fates.map((fate) => [fate.source, fate]));
  await keepFates(
    tx,
    replay.id,
    sources.map((source) => known.get(source) ?? { source, state: 'taken', run: null }),
  );
}

async function keepFates({ sql }: Tx, replay: string, fates: readonly Fate[]): Promise<void> {
  await sql`
    update replay_item i set state = x.state, run_id = x.run
    from json_to_recordset(${JSON.stringify(fates)}::text::json) as x(source uuid, state text, run uuid)
    where i.replay_id = ${replay} and i.source_id = x.source and i.state = 'pending'`;
}

/** Asks for a replay and makes all of its runs, in the caller's transaction; nothing when it was asked for before. */
export async function startReplay(
  store: Store,
  tx: Tx,
  request: ReplayRequest,
  targets: readonly ReplayTarget[],
  receive: Receive,
): Promise<{ made: { run: string; message: string; source: string }[]; expired: string[] }> {
  if (!(await requestReplay(store, tx, request, targets))) return { made: [], expired: [] };
  const fates = await makeRuns(store, tx, request, targets, receive);
  await keepFates(tx, request.id, fates);
  await tx.sql`update replay set state = 'done', changed_at = clock_timestamp() where id = ${request.id}`;
  const messages = new Map(targets.map(({ source, message }) => [source, message]));
  const made = fates.flatMap(({ source, run }) =>
    run === null ? [] : [{ run, source, message: messages.get(source)! }],
  );
  return { made, expired: fates.filter(({ state }) => state === 'expired').map(({ source }) => source) };
}

import type { Store } from '../client.ts';
import { announce } from '../event/announce.ts';
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

/**
 * Writes down what is to be replayed; workers do it. The same id again changes nothing. Answers whether this call wrote it.
 */
export async function requestReplay(
  store: Store,
  tx: Tx,
  request: ReplayRequest,
  targets: readonly ReplayTarget[],
): Promise<boolean> {
  const { sql } = tx;
  const edited =
    request.edited === undefined ? null : store.keys.seal(Buffer.from(request.edited), `replay:${request.id}`);
  const kind = targets[0]?.kind ?? 'quarantine';
  const made = await sql`
    insert into replay (id, environment_id, mode, reason, requested_by, state, kind, total, edited)
    select ${request.id}, e.id, ${JSON.stringify(request.mode)}::text::jsonb, ${request.reason}, ${request.by},
      ${targets.length === 0 ? 'done' : 'running'}, ${kind}, ${targets.length}, ${edited}
    from environment e where e.name = ${request.environment}
    on conflict do nothing returning 1`;
  if (made.length === 0) return false;
  const items = targets.map(({ source, message }, place) => ({ source, message, place }));
  await sql`
    insert into replay_item (replay_id, source_id, message_id, place, state)
    select ${request.id}, x.source, x.message, x.place, 'pending'
    from json_to_recordset(${JSON.stringify(items)}::text::json) as x(source uuid, message uuid, place integer)`;
  await announce(tx, 'replays', request.id, request.environment);
  return true;
}

export type ReplayState = 'running' | 'paused' | 'cancelled' | 'done';

/** Pauses, goes on, or ends for good. False when the replay is in no state for that. */
export async function steerReplay(tx: Tx, id: string, to: 'running' | 'paused' | 'cancelled'): Promise<boolean> {
  const from = { running: ['paused'], paused: ['running'], cancelled: ['running', 'paused'] }[to];
  const rows = await tx.sql<{ environment: string }[]>`
    update replay r set state = ${to}, changed_at = clock_timestamp() from environment e
    where r.id = ${id} and r.state = any (${from}) and e.id = r.environment_id returning e.name as environment`;
  if (rows[0] === undefined) return false;
  await announce(tx, 'replays', id, rows[0].environment);
  return true;
}

import { announce } from '../event/announce.ts';
import type { Tx } from '../tx.ts';

/**
 * A person's decision not to deliver a quarantined message: `skipped` lets its successors go on, `discarded` says it never should
 * have come. It stays on record and is counted as quarantined. Answers false when somebody has decided already.
 */
export async function resolveQuarantine(
  tx: Tx,
  decision: { id: string; state: 'skipped' | 'discarded'; by: string; reason: string },
): Promise<boolean> {
  const rows = await tx.sql<{ lane_id: number; environment: string }[]>`
    update quarantine q set state = ${decision.state}, resolved_at = clock_timestamp(), resolved_by = ${decision.by}, reason = ${decision.reason}
    from deployment d join environment e on e.id = d.environment_id
    where q.id = ${decision.id} and q.state = 'open' and d.id = q.deployment_id
    returning q.lane_id, e.name as environment`;
  const [row] = rows;
  if (row === undefined) return false;
  await tx.sql`
    update lane set parked_by = null, ready_at = least(coalesce(ready_at, 'infinity'), clock_timestamp())
    where id = ${row.lane_id} and parked_by = ${decision.id}`;
  await tx.sql`select ring(deployment_id, slot) from lane where id = ${row.lane_id}`;
  await announce(tx, 'quarantine', decision.id, row.environment);
  return true;
}

import { StoreError } from '../error.ts';
import { announce } from '../event/announce.ts';
import type { Tx } from '../tx.ts';

/**
 * Closes the doors of a flow in an environment, or opens them again with the version that was live. What is accepted goes on either way.
 * Answers that version. Throws StoreError `not_found` where it never was live, or is archived.
 */
export async function setTaking(
  tx: Tx,
  wanted: { environment: string; flow: string; taking: boolean; by: string },
): Promise<number> {
  const { environment, flow, taking, by } = wanted;
  const [row] = await tx.sql<{ id: number; version: number }[]>`
    update deployment d set active = ${taking}, changed_at = now(), changed_by = ${by} from environment e, flow f
    where f.id = d.flow_id and f.archived_at is null and e.id = d.environment_id and e.name = ${environment} and d.flow_id = ${flow} returning d.id, d.version`;
  if (row === undefined)
    throw new StoreError('not_found', `The flow ${flow} was never live in ${environment}, or is archived.`);
  await tx.sql`select pg_notify('throughline_live', ${String(row.id)})`;
  await announce(tx, 'deployments', flow, environment);
  return row.version;
}

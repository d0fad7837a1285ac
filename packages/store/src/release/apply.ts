import { deployIn } from '../deployment/deploy.ts';
import { StoreError } from '../error.ts';
import { announce } from '../event/announce.ts';
import type { Tx } from '../tx.ts';
import type { ReleaseContent } from './content.ts';
import type { Rollout } from './promotion.ts';

interface Target {
  id: number;
  name: string;
}

/**
 * Makes a release's versions live, all of them or none: within the caller's transaction. Messages accepted before keep theirs. With a
 * rollout, versions that differ become candidates beside the live ones.
 */
export async function applyContent(
  tx: Tx,
  content: ReleaseContent,
  target: Target,
  by: string,
  rollout: Rollout | null,
): Promise<void> {
  const { sql } = tx;
  for (const { name, version } of content.tables) {
    if (version === null) continue;
    await sql`
      insert into reference_binding (environment_id, table_name, version_id) values (${target.id}, ${name}, ${version})
      on conflict (environment_id, table_name) do update set version_id = excluded.version_id`;
  }
  for (const flow of content.flows) {
    const [live] = await sql<{ id: number; version: number }[]>`
      select id, version from deployment where environment_id = ${target.id} and flow_id = ${flow.id} and active for update`;
    if (rollout === null || live === undefined) {
      await deployIn(sql, { environment: target.name, flow: flow.id, version: flow.version, by });
    } else if (live.version !== flow.version) {
      await sql`
        update deployment set candidate_version = ${flow.version}, candidate_rule = ${JSON.stringify(rollout.rule)}::text::jsonb
        where id = ${live.id}`;
    }
  }
  await sql`select pg_notify('throughline_live', ${target.name})`;
  await announce(tx, 'deployments', null, target.name);
}

/** Takes every candidate of an environment back; messages accepted for one finish on it. */
export async function dropCandidates(tx: Tx, target: Target): Promise<void> {
  await tx.sql`
    update deployment set candidate_version = null, candidate_rule = null
    where environment_id = ${target.id} and candidate_version is not null`;
  await tx.sql`select pg_notify('throughline_live', ${target.name})`;
  await announce(tx, 'deployments', null, target.name);
}

/** Reads and locks an environment, so that one promotion at a time changes it. Throws StoreError `not_found`. */
export async function lockTarget({ sql }: Tx, name: string) {
  const [found] = await sql<{ id: number; name: string; protected: boolean; settings: Record<string, unknown> }[]>`
    select id, name, protected, settings from environment where name = ${name} for update`;
  if (found === undefined) throw new StoreError('not_found', `There is no environment ${name}.`);
  return found;
}

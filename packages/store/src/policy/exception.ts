import { audited } from '../audit/audited.ts';
import type { Store } from '../client.ts';
import { environmentId } from '../environment/id.ts';
import { StoreError } from '../error.ts';
import { newId } from '../id.ts';
import { type Principal, personOf } from '../identity/principal.ts';

/** A finding that somebody answers for until a day; counts once somebody else has approved it. */
export interface PolicyException {
  id: string;
  environment: string;
  flow: string;
  node: string;
  rule: string;
  reason: string;
  expiresAt: Date;
  /** As the audit names who asked. */
  askedBy: string;
  askedName: string;
  askedAt: Date;
  approvedName: string | null;
  approvedAt: Date | null;
  endedAt: Date | null;
}

export async function listExceptions({ sql }: Pick<Store, 'sql'>, environment: string): Promise<PolicyException[]> {
  const rows = await sql<Record<string, unknown>[]>`
    select x.id, e.name as environment, flow_id as flow, node, rule, reason, expires_at as "expiresAt",
      asked_by as "askedBy", asked_name as "askedName", asked_at as "askedAt", approved_name as "approvedName", approved_at as "approvedAt",
      ended_at as "endedAt"
    from policy_exception x join environment e on e.id = x.environment_id where e.name = ${environment}
    order by x.asked_at desc limit 500`;
  return rows.map((row) => {
    const at = (name: string) => (row[name] === null ? null : new Date(row[name] as string));
    const dates = {
      expiresAt: at('expiresAt'),
      askedAt: at('askedAt'),
      approvedAt: at('approvedAt'),
      endedAt: at('endedAt'),
    };
    return { ...row, ...dates } as unknown as PolicyException;
  });
}

export function askException(
  store: Store,
  principal: Principal,
  wanted: Pick<PolicyException, 'environment' | 'flow' | 'node' | 'rule' | 'reason' | 'expiresAt'>,
): Promise<{ id: string }> {
  return audited(
    store,
    principal,
    'policy.except',
    async (tx) => {
      const environment = await environmentId(tx, wanted.environment);
      const id = newId();
      await tx.sql`
        insert into policy_exception (id, environment_id, flow_id, node, rule, reason, expires_at, asked_by, asked_name)
        values (${id}, ${environment}, ${wanted.flow}, ${wanted.node}, ${wanted.rule}, ${wanted.reason},
          ${wanted.expiresAt.toISOString()}, ${personOf(principal)}, ${principal.name})`;
      const summary = `Asked for an exception from ${wanted.rule} for ${wanted.flow} in ${wanted.environment}.`;
      return { result: { id }, object: `exception:${id}`, summary, after: wanted };
    },
    wanted.reason,
  );
}

/** Throws StoreError `not_found`, `own_approval`. */
export function approveException(store: Store, principal: Principal, id: string): Promise<void> {
  return audited<void>(store, principal, 'policy.approve', async ({ sql }) => {
    const [found] = await sql<{ asked_by: string; rule: string; flow_id: string }[]>`
      select asked_by, rule, flow_id from policy_exception where id = ${id} and approved_at is null and ended_at is null for update`;
    if (found === undefined) throw new StoreError('not_found', 'There is no such exception that waits.');
    if (found.asked_by === personOf(principal)) {
      throw new StoreError('own_approval', 'Somebody else than the person who asked has to approve this.');
    }
    await sql`
      update policy_exception set approved_by = ${personOf(principal)}, approved_name = ${principal.name}, approved_at = now()
      where id = ${id}`;
    const summary = `Approved an exception from ${found.rule} for ${found.flow_id}.`;
    return { result: undefined, object: `exception:${id}`, summary, after: { id, approvedBy: personOf(principal) } };
  });
}

export function endException(store: Store, principal: Principal, id: string): Promise<void> {
  return audited<void>(store, principal, 'policy.end-exception', async ({ sql }) => {
    const ended = await sql`
      update policy_exception set ended_at = now() where id = ${id} and ended_at is null returning 1`;
    if (ended.length === 0) throw new StoreError('not_found', 'There is no such exception.');
    return { result: undefined, object: `exception:${id}`, summary: 'Ended an exception from a policy.' };
  });
}

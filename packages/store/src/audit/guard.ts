import type postgres from 'postgres';
import type { Store } from '../client.ts';

const SCHEMAS = ['throughline', 'graphile_worker'];

/**
 * Gives the application's role what it needs of the owner's schema, and of the audit only reading and appending: it owns nothing, so it
 * can neither change an entry nor take the guard away.
 */
export async function grantToApplication(owner: postgres.TransactionSql, role: string): Promise<void> {
  for (const name of SCHEMAS) {
    const schema = owner(name);
    const to = owner(role);
    await owner`grant usage on schema ${schema} to ${to}`;
    await owner`grant select, insert, update, delete on all tables in schema ${schema} to ${to}`;
    await owner`grant usage, select on all sequences in schema ${schema} to ${to}`;
    await owner`grant execute on all functions in schema ${schema} to ${to}`;
    await owner`alter default privileges in schema ${schema} grant select, insert, update, delete on tables to ${to}`;
    await owner`alter default privileges in schema ${schema} grant usage, select on sequences to ${to}`;
  }
  await letThroughRows(owner, role);
  await owner`revoke update, delete on throughline.audit from ${owner(role)}`;
  await owner`revoke insert, delete on throughline.audit_head from ${owner(role)}`;
  await owner`revoke insert, update, delete on throughline.migration from ${owner(role)}`;
}

/** graphile-worker's tables show their rows to their owner alone, until a policy says otherwise. */
async function letThroughRows(owner: postgres.TransactionSql, role: string): Promise<void> {
  const policy = `rows_for_${role}`;
  const guarded = await owner<{ schema: string; name: string }[]>`
    select n.nspname as schema, c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = any (${SCHEMAS}) and c.relrowsecurity
      and not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = ${policy})`;
  for (const { schema, name } of guarded) {
    const table = owner`${owner(schema)}.${owner(name)}`;
    await owner`create policy ${owner(policy)} on ${table} for all to ${owner(role)} using (true) with check (true)`;
  }
}

/** Whether PostgreSQL itself keeps this process from changing the audit, by what its role may. */
export async function isAuditGuarded({ sql }: Pick<Store, 'sql'>): Promise<boolean> {
  const [row] = await sql<{ open: boolean }[]>`
    select bool_or(has_table_privilege('throughline.audit', what)) or pg_has_role(max(c.relowner), 'usage') as open
    from unnest(array['update', 'delete', 'truncate']) what, pg_class c where c.oid = 'throughline.audit'::regclass`;
  return !row!.open;
}

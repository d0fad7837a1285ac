import { audited } from '../../audit/audited.ts';
import type { Store } from '../../client.ts';
import { StoreError } from '../../error.ts';
import { announce } from '../../event/announce.ts';
import type { Tx } from '../../tx.ts';
import type { Permission } from '../permission.ts';
import type { Principal } from '../principal.ts';
import { roles } from '../role.ts';
import { listRoles } from './list.ts';

export interface RoleWanted {
  title: string;
  sentence: string;
  permissions: Permission[];
}

/**
 * Makes a role, or changes one; the sessions of its people end, so that nobody goes on with what they no longer may. The
 * administrator's stays as it is: nobody locks everybody out. Throws StoreError `role_fixed`.
 */
export function saveRole(store: Store, principal: Principal, name: string, wanted: RoleWanted): Promise<void> {
  return audited<void>(store, principal, 'role.save', async (tx) => {
    refuseFixed(name);
    const before = (await listRoles(tx)).find((role) => role.name === name);
    const permissions = [...new Set(wanted.permissions)].sort();
    await tx.sql`
      insert into role (name, title, sentence, permissions)
      values (${name}, ${wanted.title}, ${wanted.sentence}, ${permissions})
      on conflict (name) do update set title = excluded.title, sentence = excluded.sentence,
        permissions = excluded.permissions, changed_at = now()`;
    await endSessionsOf(tx, name);
    const summary = before === undefined ? `Made the role ${name}.` : `Changed the role ${name}.`;
    return { result: undefined, object: `role:${name}`, summary, before, after: { name, ...wanted, permissions } };
  });
}

/** Removes a role made here, or puts one of the product back. Throws StoreError `not_found`, `role_used`, `role_fixed`. */
export function removeRole(store: Store, principal: Principal, name: string): Promise<void> {
  return audited<void>(store, principal, 'role.remove', async (tx) => {
    refuseFixed(name);
    const isOurs = Object.hasOwn(roles, name);
    const [used] = await tx.sql`
      select 1 from app_user where role = ${name} and active union all select 1 from user_grant where role = ${name} limit 1`;
    if (!isOurs && used !== undefined) {
      throw new StoreError('role_used', `Somebody has the role ${name}; give them another one first.`);
    }
    const [before] = await tx.sql`delete from role where name = ${name} returning name, title, sentence, permissions`;
    if (before === undefined) throw new StoreError('not_found', 'There is no such role of your own.');
    await endSessionsOf(tx, name);
    const summary = `Removed the role ${name} as it was made here.`;
    return { result: undefined, object: `role:${name}`, summary, before };
  });
}

function refuseFixed(name: string): void {
  if (name === 'admin')
    throw new StoreError('role_fixed', 'The administrator’s role stays as it is; make another one.');
}

async function endSessionsOf(tx: Tx, role: string): Promise<void> {
  await tx.sql`
    delete from session where user_id in (
      select id from app_user where role = ${role} union select user_id from user_grant where role = ${role})`;
  await announce(tx, 'users', null);
}

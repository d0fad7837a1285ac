import type { Store } from '../../client.ts';
import { type Permission, permissions } from '../permission.ts';
import type { Grant } from '../principal.ts';
import { permissionsByRole } from '../role/list.ts';

interface Row {
  role: string;
  environments: string[] | null;
  folders: string[] | null;
  breakGlass: boolean;
}

/** What a person may do, and where: their role where it holds, and further roles elsewhere. In an emergency: everything. */
export async function grantsOf(store: Pick<Store, 'sql'>, id: string): Promise<Grant[]> {
  const rows = await store.sql<Row[]>`
    select role, environments, folders, break_glass as "breakGlass" from app_user where id = ${id}
    union all
    select role, environments, folders, false from user_grant where user_id = ${id}`;
  if (rows[0]?.breakGlass === true) return [everything];
  const byRole = await permissionsByRole(store);
  return rows.map(({ role, environments, folders }) => ({
    permissions: new Set(byRole.get(role) ?? []),
    environments: environments ?? 'all',
    folders: folders ?? 'all',
  }));
}

const everything: Grant = {
  permissions: new Set(Object.keys(permissions) as Permission[]),
  environments: 'all',
  folders: 'all',
};

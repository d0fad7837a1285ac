import type { Store } from '../../client.ts';
import { StoreError } from '../../error.ts';
import type { Tx } from '../../tx.ts';
import { isPermission, type Permission } from '../permission.ts';
import { type Role, roles } from '../role.ts';

export interface NamedRole extends Role {
  name: string;
  /** Of the product as it comes; a changed one is not. */
  builtIn: boolean;
}

interface Row {
  name: string;
  title: string;
  sentence: string;
  permissions: string[];
}

/** The product's roles as they come or were changed here, then those made here. */
export async function listRoles({ sql }: Pick<Store, 'sql'> | Tx): Promise<NamedRole[]> {
  const rows = await sql<Row[]>`select name, title, sentence, permissions from role order by name`;
  const made = new Map(rows.map((row) => [row.name, { ...row, permissions: row.permissions.filter(isPermission) }]));
  const ours = Object.entries(roles).map(([name, role]: [string, Role]) => {
    const changed = made.get(name);
    return changed === undefined ? { ...role, name, builtIn: true } : { ...changed, builtIn: false };
  });
  const further = [...made.values()].filter(({ name }) => !Object.hasOwn(roles, name));
  return [...ours, ...further.map((role) => ({ ...role, builtIn: false }))];
}

/** What each role grants, by its name; a role that is not known grants nothing. */
export async function permissionsByRole(store: Pick<Store, 'sql'>): Promise<Map<string, readonly Permission[]>> {
  return new Map((await listRoles(store)).map(({ name, permissions }) => [name, permissions]));
}

/** Throws StoreError `role_unknown`. */
export async function refuseRoles(tx: Tx, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  const known = new Set((await listRoles(tx)).map(({ name }) => name));
  if (!names.every((name) => known.has(name)))
    throw new StoreError('role_unknown', 'One of these roles does not exist.');
}

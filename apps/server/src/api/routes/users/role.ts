import {
  can,
  isPermission,
  listRoles,
  type Permission,
  permissions,
  removeRole as remove,
  StoreError,
  saveRole as save,
} from '@throughline/store';
import { z } from 'zod';
import { nothing } from '../../fields.ts';
import { route } from '../../route.ts';
import { roleName } from './user.ts';

const wanted = z.strictObject({
  title: z.string().trim().min(1).max(60),
  sentence: z.string().trim().min(1).max(300),
  permissions: z.array(z.enum(Object.keys(permissions) as [Permission, ...Permission[]])).max(100),
});

export const saveRole = route(
  {
    method: 'put',
    path: '/roles/:role',
    summary: 'Make a role, or change one; the sessions of its people end',
    permission: 'role.manage',
    where: 'platform',
    body: wanted,
    answer: nothing,
  },
  async ({ store, principal, params, body }) => {
    const name = nameOf(params.role);
    if (principal.actor.startsWith('token:')) {
      const had = (await listRoles(store)).find((role) => role.name === name)?.permissions ?? [];
      const more = body.permissions.find((right) => !had.includes(right) && !can(principal, right));
      if (more !== undefined && isPermission(more)) {
        throw new StoreError('permission_not_held', `This token does not carry ${more}, so no role gets it by it.`);
      }
    }
    await save(store, principal, name, body);
  },
);

export const removeRole = route(
  {
    method: 'delete',
    path: '/roles/:role',
    summary: 'Remove a role made here, or put one of the product back as it came',
    permission: 'role.manage',
    where: 'platform',
    answer: nothing,
  },
  ({ store, principal, params }) => remove(store, principal, params.role),
);

/** Throws StoreError `name_refused`. */
function nameOf(given: string): string {
  const parsed = roleName.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new StoreError('name_refused', 'A role is named in small letters, digits and hyphens, like lead-analyst.');
}

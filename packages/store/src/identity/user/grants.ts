import type { Grant } from '../principal.ts';
import { permissionsOf } from '../role.ts';

/** What a person may do, and where: one role that holds everywhere. */
export function grantsOf(person: { role: string }): Grant[] {
  return [{ permissions: new Set(permissionsOf(person.role)), environments: 'all', folders: 'all' }];
}

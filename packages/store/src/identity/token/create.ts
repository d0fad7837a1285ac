import { and, eq, inArray } from 'drizzle-orm';
import { audited } from '../../audit/audited.ts';
import type { Store } from '../../client.ts';
import { StoreError } from '../../error.ts';
import { newId } from '../../id.ts';
import { apiToken, user } from '../../schema/identity.ts';
import { environment } from '../../schema/tables.ts';
import { neverInTokens, type Permission } from '../permission.ts';
import { can, canSomewhere, type Principal } from '../principal.ts';
import { type ApiToken, hashOfToken, newToken, tokenColumns } from './token.ts';

export interface NewToken {
  name: string;
  permissions: Permission[];
  /** Names; null: every environment. */
  environments: string[] | null;
  /** In which folders; left out or null: all that its owner may reach. */
  folders?: string[] | null;
  expiresAt: Date;
}

/**
 * Makes a token for the principal's own person, or for a service account, which its own role limits further; `token` is in the answer and nowhere else, ever. Throws StoreError
 * `permission_not_held`, `permission_not_for_tokens`, `environment_unknown`.
 */
export async function createToken(
  store: Store,
  principal: Principal,
  wanted: NewToken,
  service?: string,
): Promise<ApiToken & { token: string }> {
  const owner = service === undefined ? principal.user : await findService(store, service);
  if (owner === null) throw new StoreError('permission_not_held', 'Only a person can own a token.');
  for (const permission of wanted.permissions) refuseUnheld(principal, permission, wanted);
  return audited(store, principal, 'token.create', async ({ db }) => {
    const names = wanted.environments ?? [];
    const known = await db
      .select({ name: environment.name })
      .from(environment)
      .where(inArray(environment.name, names.length > 0 ? names : ['']));
    const unknown = names.find((name) => !known.some((row) => row.name === name));
    if (unknown !== undefined) throw new StoreError('environment_unknown', 'One of these environments does not exist.');
    const token = newToken();
    const [made] = await db
      .insert(apiToken)
      .values({ id: newId(), userId: owner.id, hash: hashOfToken(token), hint: token.slice(0, 7), ...wanted })
      .returning(tokenColumns);
    return {
      result: { ...made!, token },
      object: `token:${made!.id}`,
      summary: `Made the API token "${wanted.name}" for ${owner.email}.`,
      after: made,
    };
  });
}

/** Throws StoreError `not_found` for whoever is no service account. */
async function findService({ db }: Store, id: string): Promise<{ id: string; email: string }> {
  const [found] = await db
    .select({ id: user.id, email: user.email })
    .from(user)
    .where(and(eq(user.id, id), eq(user.service, true), eq(user.active, true)));
  if (found === undefined) throw new StoreError('not_found', 'There is no such service account.');
  return found;
}

function refuseUnheld(principal: Principal, permission: Permission, { environments, folders = null }: NewToken): void {
  if (neverInTokens.includes(permission)) {
    throw new StoreError('permission_not_for_tokens', `A token cannot carry ${permission}.`);
  }
  const held =
    environments === null
      ? canSomewhere(principal, permission)
      : environments.every((environment) =>
          (folders ?? [null]).every((folder) => can(principal, permission, { environment, folder })),
        );
  if (!held)
    throw new StoreError('permission_not_held', `You do not hold ${permission} there, so a token cannot either.`);
}

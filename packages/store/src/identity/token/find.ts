import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import type { Store } from '../../client.ts';
import { apiToken, user } from '../../schema/identity.ts';
import { isPermission } from '../permission.ts';
import { narrow, type Principal } from '../principal.ts';
import { grantsOf } from '../user/grants.ts';
import { hashOfToken, isTokenShaped } from './token.ts';

/** Who a token stands for; null when it is unknown, ended, or its owner is. Notes its use, to the quarter of an hour. */
export async function findTokenPrincipal(
  store: Store,
  token: string,
  address: string | null,
): Promise<Principal | null> {
  if (!isTokenShaped(token)) return null;
  const [found] = await store.db
    .select({
      id: apiToken.id,
      name: apiToken.name,
      permissions: apiToken.permissions,
      environments: apiToken.environments,
      folders: apiToken.folders,
      stale: sql<boolean>`${apiToken.lastUsedAt} is null or ${apiToken.lastUsedAt} < now() - interval '15 minutes'`,
      owner: { id: user.id, email: user.email, name: user.name, role: user.role },
    })
    .from(apiToken)
    .innerJoin(user, eq(user.id, apiToken.userId))
    .where(
      and(
        eq(apiToken.hash, hashOfToken(token)),
        gt(apiToken.expiresAt, sql`now()`),
        isNull(apiToken.revokedAt),
        eq(user.active, true),
      ),
    );
  if (found === undefined) return null;
  if (found.stale) {
    await store.db.update(apiToken).set({ lastUsedAt: sql`now()` }).where(eq(apiToken.id, found.id));
  }
  return {
    actor: `token:${found.id}`,
    name: `${found.name} (${found.owner.name})`,
    user: found.owner,
    grants: narrow(await grantsOf(store, found.owner.id), {
      permissions: new Set(found.permissions.filter(isPermission)),
      environments: found.environments ?? 'all',
      folders: found.folders ?? 'all',
    }),
    address,
  };
}

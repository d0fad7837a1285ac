import { and, eq, isNull, sql } from 'drizzle-orm';
import { audited } from '../../audit/audited.ts';
import type { Store } from '../../client.ts';
import { StoreError } from '../../error.ts';
import { apiToken } from '../../schema/identity.ts';
import type { Principal } from '../principal.ts';
import { tokenColumns } from './token.ts';

/** Ends one of the principal's own tokens at once. Throws StoreError `not_found` for any other, ended ones included. */
export function revokeToken(store: Store, principal: Principal, id: string): Promise<void> {
  return audited(store, principal, 'token.revoke', async ({ db }) => {
    const [revoked] = await db
      .update(apiToken)
      .set({ revokedAt: sql`now()` })
      .where(and(eq(apiToken.id, id), eq(apiToken.userId, principal.user?.id ?? id), isNull(apiToken.revokedAt)))
      .returning(tokenColumns);
    if (revoked === undefined) throw new StoreError('not_found', 'There is no such token.');
    return { result: undefined, object: `token:${id}`, summary: `Revoked the API token "${revoked.name}".` };
  });
}

import { desc, eq } from 'drizzle-orm';
import type { Store } from '../../client.ts';
import { apiToken } from '../../schema/identity.ts';
import { type ApiToken, tokenColumns } from './token.ts';

/** A person's tokens, newest first, the ended ones too. */
export function listTokens(store: Store, userId: string): Promise<ApiToken[]> {
  return store.db.select(tokenColumns).from(apiToken).where(eq(apiToken.userId, userId)).orderBy(desc(apiToken.id));
}

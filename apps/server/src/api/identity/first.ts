import { randomBytes } from 'node:crypto';
import { createFirstAdmin, FIRST_ADMIN, type Store } from '@throughline/store';
import { hashPassword } from 'better-auth/crypto';

/**
 * Makes the first administrator when there is nobody yet, with the given password or one made here. Answers how to sign in, once;
 * null when there was somebody already.
 */
export async function ensureFirstAdmin(
  store: Store,
  given?: string,
): Promise<{ email: string; password: string } | null> {
  const password = given ?? randomBytes(15).toString('base64url');
  const made = await createFirstAdmin(store, () => hashPassword(password));
  return made ? { email: FIRST_ADMIN, password } : null;
}

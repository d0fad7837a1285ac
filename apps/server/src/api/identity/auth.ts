import { randomBytes } from 'node:crypto';
import { account, newId, type Store, session, type Tx, user, verification } from '@throughline/store';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { betterAuth } from 'better-auth/minimal';

export interface AuthSettings {
  /** At least 32 bytes; signs the session cookie. The same on every process that shares the database. */
  secret: Buffer;
  /** Where browsers reach this server, scheme and host; the first one is the canonical one. */
  origins: readonly [string, ...string[]];
}

export const SESSION_IDLE_S = 8 * 3600;
export const SESSION_ABSOLUTE_MS = 24 * 3600 * 1000;
const REFRESH_S = 300;

/**
 * The sign-in library with our tables, ids and cookie. Its own HTTP endpoints stay closed: our routes declare a right and leave an
 * audit entry, and call it from inside.
 */
export function createAuth(store: Store, { secret, origins: [origin] }: AuthSettings) {
  const https = origin.startsWith('https:');
  return betterAuth({
    appName: 'Throughline',
    baseURL: origin,
    secret: secret.toString('base64'),
    database: adapterOn(store.db),
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 12, maxPasswordLength: 128 },
    user: {
      additionalFields: {
        role: { type: 'string', required: true, input: false },
        active: { type: 'boolean', required: true, input: false },
      },
    },
    session: { expiresIn: SESSION_IDLE_S, updateAge: REFRESH_S, cookieCache: { enabled: false } },
    databaseHooks: {
      session: {
        create: {
          before: async () => ({ data: { token: randomBytes(32).toString('base64url') } }),
        },
      },
    },
    advanced: {
      useSecureCookies: false,
      cookiePrefix: 'throughline',
      cookies: { session_token: { name: https ? '__Host-throughline' : 'throughline', attributes: { secure: https } } },
      database: { generateId: () => newId() },
    },
    telemetry: { enabled: false },
    logger: { disabled: true },
  });
}

export type Auth = ReturnType<typeof createAuth>;

/** Its storage, on the pool or inside a transaction. */
export function adapterOn(db: Tx['db']) {
  return drizzleAdapter(db, { provider: 'pg', schema: { user, session, account, verification }, transaction: false });
}

import { randomBytes } from 'node:crypto';
import { createAuthEndpoint } from '@better-auth/core/api';
import { account, newId, type Store, session, type Tx, user, verification } from '@throughline/store';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { setSessionCookie } from 'better-auth/cookies';
import { betterAuth } from 'better-auth/minimal';
import { z } from 'zod';

export interface AuthSettings {
  /** At least 32 bytes; signs the session cookie. The same on every process that shares the database. */
  secret: Buffer;
  /** Where browsers reach this server, scheme and host; the first one is the canonical one. */
  origins: readonly [string, ...string[]];
}

const REFRESH_S = 60;

/**
 * The sign-in library with our tables, ids and cookie. Its own HTTP endpoints stay closed: our routes declare a right and leave an
 * audit entry, and call it from inside. `idleS`: after this long without a request a session is over.
 */
export function createAuth(store: Store, { secret, origins: [origin] }: AuthSettings, idleS: number) {
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
        breakGlass: { type: 'boolean', required: true, input: false },
      },
    },
    session: {
      expiresIn: idleS,
      updateAge: REFRESH_S,
      cookieCache: { enabled: false },
      additionalFields: {
        method: { type: 'string', required: false, input: false, defaultValue: 'password' },
        strong: { type: 'boolean', required: false, input: false, defaultValue: false },
      },
    },
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
    plugins: [entering],
    telemetry: { enabled: false },
    logger: { disabled: true },
  });
}

export type Auth = ReturnType<typeof createAuth>;

/** Begins a session for somebody whom we know by other means than a password: a passkey, their provider. */
const entering = {
  id: 'entering',
  endpoints: {
    enter: createAuthEndpoint(
      '/enter',
      { method: 'POST', body: z.object({ userId: z.string(), method: z.string(), strong: z.boolean() }) },
      async (ctx) => {
        const { userId, method, strong } = ctx.body;
        const { internalAdapter } = ctx.context;
        const person = await internalAdapter.findUserById(userId);
        if (person === null) throw new Error('a session was asked for nobody');
        const begun = await internalAdapter.createSession(userId, false, { method, strong }, true);
        await setSessionCookie(ctx, { session: begun, user: person });
        return ctx.json({ session: begun.id });
      },
    ),
  },
};

/** Its storage, on the pool or inside a transaction. */
export function adapterOn(db: Tx['db']) {
  return drizzleAdapter(db, { provider: 'pg', schema: { user, session, account, verification }, transaction: false });
}

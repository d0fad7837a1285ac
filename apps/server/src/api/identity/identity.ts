import { anonymous, audited, findTokenPrincipal, type Principal, type Store } from '@throughline/store';
import { hashPassword } from 'better-auth/crypto';
import type { AuthSettings } from './auth.ts';
import { createOidc, type Oidc } from './oidc.ts';
import { createPasskeys, type Passkeys } from './passkeys.ts';
import { type Credentials, changePassword, signInByPassword } from './password.ts';
import { tokenRefused } from './refusals.ts';
import { createSessions } from './sessions.ts';

/** Who is there: people by session cookie, machines by token. Cookies come back as Set-Cookie values to send on. */
export interface Identity {
  /**
   * Throws Refusal 401 for credentials that are no good; without credentials the principal is anonymous. `renew: false` leaves the
   * session as old as it is: a page that only listens does not keep it alive.
   */
  identify(headers: Headers, address: string | null, how?: { renew: boolean }): Promise<SignedIn>;
  /** Throws Refusal 401, alike for every reason, and 429. */
  signIn(wanted: Credentials, headers: Headers, address: string | null): Promise<SignedIn>;
  signOut(principal: Principal, headers: Headers): Promise<string[]>;
  /** One's own; ends one's other sessions. Throws Refusal 400 where the old one is wrong, 429. */
  changePassword(principal: Principal, old: string, next: string): Promise<void>;
  hashPassword(password: string): Promise<string>;
  passkeys: Passkeys;
  oidc: Oidc;
}

export interface SignedIn {
  principal: Principal;
  cookies: string[];
}

export function createIdentity(store: Store, settings: AuthSettings): Identity {
  const sessions = createSessions(store, settings);
  return {
    hashPassword,
    passkeys: createPasskeys(store, sessions, settings.origins),
    oidc: createOidc(store, sessions, settings.origins),
    signIn: (wanted, headers, address) => signInByPassword(store, sessions, wanted, headers, address),
    changePassword: (principal, old, next) => changePassword(store, principal, old, next),

    async identify(headers, address, { renew } = { renew: true }) {
      const authorization = headers.get('authorization');
      if (authorization !== null) {
        const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
        const principal = token === undefined ? null : await findTokenPrincipal(store, token, address);
        if (principal === null) throw tokenRefused();
        return { principal, cookies: [] };
      }
      return (await sessions.find(headers, address, renew)) ?? { principal: anonymous(address), cookies: [] };
    },

    signOut(principal, headers) {
      return audited(store, principal, 'session.sign-out', async (tx) => {
        const auth = await sessions.library();
        const { headers: made } = await sessions.within(tx, auth, () =>
          auth.api.signOut({ headers, returnHeaders: true }),
        );
        return { result: made.getSetCookie(), object: principal.actor, summary: `${principal.name} signed out.` };
      });
    },
  };
}

import { runWithAdapter } from '@better-auth/core/context';
import {
  anonymous,
  audited,
  countTry,
  findTokenPrincipal,
  findUser,
  forgiveTry,
  grantsOf,
  hasFactor,
  type Principal,
  type Store,
  type Tx,
  takeCode,
  tryKeys,
} from '@throughline/store';
import { APIError } from 'better-auth/api';
import { hashPassword } from 'better-auth/crypto';
import { Refusal } from '../refusal.ts';
import { type AuthSettings, adapterOn, createAuth, SESSION_ABSOLUTE_MS } from './auth.ts';

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
  hashPassword(password: string): Promise<string>;
}

export interface Credentials {
  email: string;
  password: string;
  /** Of the second factor, where the account has one. */
  code?: string | undefined;
}

export interface SignedIn {
  principal: Principal;
  cookies: string[];
}

export function createIdentity(store: Store, settings: AuthSettings): Identity {
  const auth = createAuth(store, settings);

  /** Lets the sign-in library write in our transaction. */
  const within = <T>({ db }: Tx, work: () => Promise<T>) => runWithAdapter(adapterOn(db)(auth.options), work);

  async function fromCookie(headers: Headers, address: string | null, renew: boolean): Promise<SignedIn | null> {
    if (!headers.has('cookie')) return null;
    const { response: found, headers: made } = await auth.api.getSession({
      headers,
      query: { disableRefresh: !renew },
      returnHeaders: true,
    });
    if (found === null || !found.user.active) return null;
    if (found.session.createdAt.getTime() + SESSION_ABSOLUTE_MS < Date.now()) return null;
    return { principal: await principalOf(store, found.user, address), cookies: made.getSetCookie() };
  }

  return {
    hashPassword,

    async identify(headers, address, { renew } = { renew: true }) {
      const authorization = headers.get('authorization');
      if (authorization !== null) {
        const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
        const principal = token === undefined ? null : await findTokenPrincipal(store, token, address);
        if (principal === null) throw tokenRefused();
        return { principal, cookies: [] };
      }
      return (await fromCookie(headers, address, renew)) ?? { principal: anonymous(address), cookies: [] };
    },

    async signIn({ email, password, code }, headers, address) {
      const keys = tryKeys(email, address);
      const wait = await countTry(store, keys);
      if (wait !== null) throw tooMany(wait);
      try {
        const signedIn = await audited(store, anonymous(address), 'session.sign-in', async (tx) => {
          const { response, headers: made } = await within(tx, async () => {
            if (headers.has('cookie')) await auth.api.signOut({ headers });
            return auth.api.signInEmail({ body: { email, password }, headers: plain(headers), returnHeaders: true });
          });
          if (!response.user.active) throw new APIError('UNAUTHORIZED');
          if (await hasFactor(tx, response.user.id)) {
            if (code === undefined) throw factorNeeded();
            if (!(await takeCode(tx, store, response.user.id, code))) throw new APIError('UNAUTHORIZED');
          }
          const principal = await principalOf(store, response.user, address);
          return {
            result: { principal, cookies: made.getSetCookie() },
            by: principal,
            object: principal.actor,
            summary: `${response.user.email} signed in.`,
          };
        });
        await forgiveTry(store, keys);
        return signedIn;
      } catch (error) {
        if (error instanceof Refusal) await forgiveTry(store, keys);
        if (!(error instanceof APIError)) throw error;
        await recordRefusal(store, email, address);
        throw notSignedIn();
      }
    },

    signOut(principal, headers) {
      return audited(store, principal, 'session.sign-out', async (tx) => {
        const { headers: made } = await within(tx, () => auth.api.signOut({ headers, returnHeaders: true }));
        return { result: made.getSetCookie(), object: principal.actor, summary: `${principal.name} signed out.` };
      });
    },
  };
}

async function principalOf(
  store: Store,
  person: { id: string; email: string; name: string; role: string },
  address: string | null,
): Promise<Principal> {
  const { id, email, name, role } = person;
  return {
    actor: `user:${id}`,
    name,
    user: { id, email, name, role },
    grants: await grantsOf(store, id),
    address,
    secondFactor: await hasFactor(store, id),
  };
}

/** Without the cookie, so that the new session owes nothing to an old one. */
function plain(headers: Headers): Headers {
  return new Headers([['user-agent', headers.get('user-agent') ?? '']]);
}

async function recordRefusal(store: Store, email: string, address: string | null): Promise<void> {
  const person = await findUser(store, { email });
  await audited(store, anonymous(address), 'session.refuse', async () => ({
    result: undefined,
    object: person === null ? 'user:unknown' : `user:${person.id}`,
    summary: person === null ? 'Refused a sign-in of somebody unknown.' : `Refused a sign-in as ${person.email}.`,
  }));
}

/** Said only to somebody who knows the password. */
function factorNeeded(): Refusal {
  return new Refusal(401, 'second_factor_needed', 'Now the code of your authenticator app.');
}

function notSignedIn(): Refusal {
  return new Refusal(401, 'sign_in_refused', 'The email or the password is wrong, or this account is closed.');
}

function tokenRefused(): Refusal {
  return new Refusal(401, 'token_refused', 'This API token is unknown, ended or revoked, or not sent as Bearer.', {
    headers: { 'www-authenticate': 'Bearer' },
  });
}

function tooMany(seconds: number): Refusal {
  const headers = { 'retry-after': String(seconds) };
  return new Refusal(429, 'sign_in_throttled', `Too many sign-ins; try again in ${seconds} seconds.`, { headers });
}

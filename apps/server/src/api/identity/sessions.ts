import { runWithAdapter } from '@better-auth/core/context';
import { grantsOf, hasFactor, type Principal, readSignInSettings, type Store, type Tx } from '@throughline/store';
import { type Auth, type AuthSettings, adapterOn, createAuth } from './auth.ts';

export interface Person {
  id: string;
  email: string;
  name: string;
  role: string;
}

/** How a session began. */
export interface Begun {
  method: 'password' | 'passkey' | 'oidc' | 'break-glass';
  /** Proved themselves twice. */
  strong: boolean;
}

export interface Sessions {
  /** The sign-in library with today's limits. */
  library(): Promise<Auth>;
  /** Lets it write in our transaction. */
  within<T>(tx: Tx, auth: Auth, work: () => Promise<T>): Promise<T>;
  /** Begins a session, and ends the one that was there before. Answers cookies. */
  enter(tx: Tx, person: Person, how: Begun, headers: Headers): Promise<string[]>;
  /** Who a cookie stands for; null when it is nobody's, or over. */
  find(headers: Headers, address: string | null, renew: boolean): Promise<Found | null>;
}

export interface Found {
  principal: Principal;
  cookies: string[];
}

/** In an emergency nobody sits long. */
const BREAK_GLASS_MS = 3600 * 1000;

export function createSessions(store: Store, settings: AuthSettings): Sessions {
  let known: { idleS: number; auth: Auth } | null = null;

  function libraryFor(idleS: number): Auth {
    if (known?.idleS !== idleS) known = { idleS, auth: createAuth(store, settings, idleS) };
    return known.auth;
  }
  const within: Sessions['within'] = async ({ db }, auth, work) =>
    await runWithAdapter(adapterOn(db)(auth.options), work);
  const library = async () => libraryFor((await readSignInSettings(store)).idleMinutes * 60);

  return {
    within,
    library,

    async enter(tx, { id }, how, headers) {
      const auth = await library();
      const { headers: made } = await within(tx, auth, async () => {
        if (headers.has('cookie')) await auth.api.signOut({ headers });
        return auth.api.enter({ body: { userId: id, ...how }, headers: plain(headers), returnHeaders: true });
      });
      return made.getSetCookie();
    },

    async find(headers, address, renew) {
      if (!headers.has('cookie')) return null;
      const limits = await readSignInSettings(store);
      const { response: found, headers: made } = await libraryFor(limits.idleMinutes * 60).api.getSession({
        headers,
        query: { disableRefresh: !renew },
        returnHeaders: true,
      });
      if (found === null || !found.user.active) return null;
      const { session, user } = found;
      const absoluteMs = user.breakGlass ? BREAK_GLASS_MS : limits.absoluteHours * 3600 * 1000;
      if (session.createdAt.getTime() + absoluteMs < Date.now()) return null;
      const begun = { method: session.method as Begun['method'], strong: session.strong === true };
      const principal = await principalOf(store, user, address, { id: session.id, ...begun });
      return { principal, cookies: made.getSetCookie() };
    },
  };
}

export async function principalOf(
  store: Store,
  { id, email, name, role }: Person,
  address: string | null,
  session: Begun & { id?: string },
): Promise<Principal> {
  return {
    actor: `user:${id}`,
    name,
    user: { id, email, name, role },
    grants: await grantsOf(store, id),
    address,
    // Whoever signed in by a password was asked for the factor they have, or has set it up since.
    emergency: session.method === 'break-glass',
    secondFactor: session.strong || (session.method === 'password' && (await hasFactor(store, id))),
    ...(session.id === undefined ? {} : { session: session.id }),
  };
}

/** Without the cookie, so that the new session owes nothing to an old one. */
export function plain(headers: Headers): Headers {
  return new Headers([['user-agent', headers.get('user-agent') ?? '']]);
}

import {
  alarmBreakGlass,
  anonymous,
  audited,
  countTry,
  findUser,
  forgiveTry,
  hasFactor,
  type Principal,
  readPasswordHash,
  readSignInSettings,
  type Store,
  setOwnPassword,
  type Tx,
  takeCode,
  tryKeys,
} from '@throughline/store';
import { APIError } from 'better-auth/api';
import { hashPassword, verifyPassword } from 'better-auth/crypto';
import { Refusal } from '../refusal.ts';
import type { SignedIn } from './identity.ts';
import { factorNeeded, notSignedIn, reasonNeeded, tooMany } from './refusals.ts';
import { type Begun, type Person, plain, principalOf, type Sessions } from './sessions.ts';

export interface Credentials {
  email: string;
  password: string;
  /** Of the second factor, where the account has one. */
  code?: string | undefined;
  /** Why, where the account is for emergencies. */
  reason?: string | undefined;
}

/** Throws Refusal 401, alike for every reason but those that only somebody with the password may know, and 429. */
export async function signInByPassword(
  store: Store,
  sessions: Sessions,
  wanted: Credentials,
  headers: Headers,
  address: string | null,
): Promise<SignedIn> {
  const { email, password } = wanted;
  const keys = tryKeys(email, address);
  const wait = await countTry(store, keys);
  if (wait !== null) throw tooMany(wait);
  const act = (await findUser(store, { email }))?.breakGlass === true ? 'session.break-glass' : 'session.sign-in';
  try {
    const signedIn = await audited(
      store,
      anonymous(address),
      act,
      async (tx) => {
        const auth = await sessions.library();
        const { response, headers: made } = await sessions.within(tx, auth, async () => {
          if (headers.has('cookie')) await auth.api.signOut({ headers });
          return auth.api.signInEmail({ body: { email, password }, headers: plain(headers), returnHeaders: true });
        });
        const how = await prove(tx, store, response.user, wanted, address);
        await tx.sql`
          update session set method = ${how.method}, strong = ${how.strong}, reason = ${wanted.reason ?? null}
          where token = ${response.token}`;
        const principal = await principalOf(store, response.user, address, how);
        return {
          result: { principal, cookies: made.getSetCookie() },
          by: principal,
          object: principal.actor,
          summary: `${response.user.email} signed in${how.method === 'break-glass' ? ' in an emergency' : ''}.`,
        };
      },
      act === 'session.break-glass' ? wanted.reason : undefined,
    );
    await forgiveTry(store, keys);
    return signedIn;
  } catch (error) {
    if (error instanceof Refusal) await forgiveTry(store, keys);
    if (!(error instanceof APIError)) throw error;
    await recordRefusal(store, email, address);
    throw notSignedIn();
  }
}

/** What is asked beyond the password, of somebody who knew it. */
async function prove(
  tx: Tx,
  store: Store,
  person: Person & { active: boolean; breakGlass: boolean },
  { code, reason }: Credentials,
  address: string | null,
): Promise<Begun> {
  if (!person.active) throw new APIError('UNAUTHORIZED');
  if (person.breakGlass) {
    if (reason === undefined) throw reasonNeeded();
    await alarmBreakGlass(tx, person.email, reason, address);
    return { method: 'break-glass', strong: true };
  }
  if ((await readSignInSettings(store)).passwords === 'break-glass') throw new APIError('UNAUTHORIZED');
  if (!(await hasFactor(tx, person.id))) return { method: 'password', strong: false };
  if (code === undefined) throw factorNeeded();
  if (!(await takeCode(tx, store, person.id, code))) throw new APIError('UNAUTHORIZED');
  return { method: 'password', strong: true };
}

export async function changePassword(store: Store, principal: Principal, old: string, next: string): Promise<void> {
  const keys = tryKeys(principal.user?.email ?? principal.actor, principal.address);
  const wait = await countTry(store, keys);
  if (wait !== null) throw tooMany(wait);
  const hash = await readPasswordHash(store, principal);
  if (hash === null) throw new Refusal(409, 'no_password', 'This account has no password here.');
  if (!(await verifyPassword({ hash, password: old }))) {
    throw new Refusal(400, 'password_wrong', 'The password you have now is another one.');
  }
  await setOwnPassword(store, principal, await hashPassword(next));
  await forgiveTry(store, keys);
}

/** One entry for each sign-in that was refused. */
export async function recordRefusal(store: Store, email: string, address: string | null): Promise<void> {
  const person = await findUser(store, { email });
  await audited(store, anonymous(address), 'session.refuse', async () => ({
    result: undefined,
    object: person === null ? 'user:unknown' : `user:${person.id}`,
    summary: person === null ? 'Refused a sign-in of somebody unknown.' : `Refused a sign-in as ${person.email}.`,
  }));
}

import { StoreError } from '@throughline/store';
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { z } from 'zod';
import { streamed } from '../../fields.ts';
import { CALLBACK } from '../../identity/oidc.ts';
import { Refusal } from '../../refusal.ts';
import { route } from '../../route.ts';

const KEPT = 'throughline-oidc';
const MINUTES_10 = 600;

export const beginOidc = route(
  {
    method: 'get',
    path: '/sign-in/oidc',
    summary: 'Go to the identity provider to sign in there',
    permission: 'anyone',
    where: 'own',
    query: z.strictObject({ to: z.string().max(2000).default('/') }),
    answer: streamed,
  },
  async ({ identity, query, c }) =>
    orSay(c, async () => {
      const { location, state } = await identity.oidc.begin(originOf(c), ownPath(query.to));
      const kept = { httpOnly: true, sameSite: 'Lax', path: CALLBACK, maxAge: MINUTES_10 } as const;
      setCookie(c, KEPT, state, { ...kept, secure: originOf(c).startsWith('https:') });
      return c.redirect(location);
    }),
);

export const finishOidc = route(
  {
    method: 'get',
    path: '/sign-in/oidc/callback',
    summary: 'Where the identity provider sends people back to; sets the session cookie',
    permission: 'anyone',
    where: 'own',
    query: z.looseObject({}),
    answer: streamed,
  },
  async ({ identity, principal: { address }, c }) =>
    orSay(c, async () => {
      const state = getCookie(c, KEPT);
      deleteCookie(c, KEPT, { path: CALLBACK });
      const query = new URL(c.req.url).search.slice(1);
      const { cookies, to } = await identity.oidc.finish({ query, state }, c.req.raw.headers, address);
      for (const cookie of cookies) c.header('set-cookie', cookie, { append: true });
      return c.redirect(to);
    }),
);

/** A person stands before this answer, not a program: what is refused is said on the page they began at. */
async function orSay(c: Context, work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refusal || error instanceof StoreError)) throw error;
    return c.redirect(`/sign-in?problem=${error.code}`);
  }
}

/** The host that the browser named; the sign-in takes it only where it is one of ours. */
function originOf(c: Context): string {
  const forwarded = c.req.header('x-forwarded-proto') === 'https' ? 'https' : 'http';
  return `${forwarded}://${c.req.header('host') ?? ''}`;
}

/** Of a path, as it is once dots are gone (`/.//elsewhere`): two slashes at its beginning would name a host. */
const OWN = /^\/(?!\/)/;

/** Only a path of this server: a link may not send people elsewhere after they signed in. */
function ownPath(to: string): string {
  const here = 'http://here.invalid';
  const url = URL.canParse(to, here) ? new URL(to, here) : null;
  return url?.origin === here && OWN.test(to) && OWN.test(url.pathname) ? url.pathname + url.search : '/';
}

import { listAudit } from '@throughline/store';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type IdentityProvider,
  openIdentityProvider,
  type Vouched,
} from '../../../../../test/support/identity-provider.ts';
import { createDatabase } from '../../../../../test/support/postgres.ts';
import { cookieOf, emailOf, ORIGIN, openWorld, type World } from '../testing/world.ts';

const CALLBACK = '/sign-in/oidc/callback';
const ann: Vouched = { id: 'ann', email: 'Ann@hospital.test', name: 'Ann Analyst', groups: ['staff', 'integration'] };
const all: Vouched[] = [
  ann,
  { id: 'vic', email: emailOf('viewer'), name: 'Vic', groups: ['integration'] },
  { id: 'una', email: emailOf('steward'), emailVerified: false, name: 'Una', groups: ['integration'] },
  { id: 'nick', email: 'nick@hospital.test', name: 'Nick', groups: ['kitchen'] },
];

let world: World;
let provider: IdentityProvider;
const rules = [
  { group: 'integration', role: 'analyst', environments: null, folders: null },
  { group: 'staff', role: 'viewer', environments: ['dev'], folders: null },
];

beforeAll(async () => {
  world = await openWorld(await createDatabase());
  provider = await openIdentityProvider([`${ORIGIN}/api/v1${CALLBACK}`], structuredClone(all));
  const { issuer, clientId, clientSecret: secret } = provider;
  const oidc = {
    title: 'Hospital account',
    issuer,
    clientId,
    scopes: 'openid email profile groups',
    groupsClaim: 'groups',
    rules,
  };
  const body = { idleMinutes: 480, absoluteHours: 24, passwords: 'everybody', oidc, secret };
  const cookie = await world.signIn(emailOf('admin'));
  expect((await world.ask('PUT', '/sign-in/settings', { cookie, body })).status).toBe(204);
  const shown = await (await world.ask('GET', '/sign-in/settings', { cookie })).text();
  expect(JSON.parse(shown)).toMatchObject({ hasSecret: true });
  expect(shown).not.toContain(secret);
});
afterAll(async () => {
  await provider.close();
  await world.close();
});
beforeEach(() => provider.people.splice(0, 99, ...structuredClone(all)));

/** Goes to the provider as a browser would and comes back with its answer. */
async function travel(person: string, to = '/dev/runs'): Promise<{ begun: Response; query: string; cookie: string }> {
  const begun = await world.ask('GET', `/sign-in/oidc?to=${encodeURIComponent(to)}`, {
    headers: { host: 'throughline.test' },
  });
  const jar = new Map<string, string>();
  let at = begun.headers.get('location')!;
  for (let hops = 0; hops < 10; hops++) {
    if (at.startsWith(ORIGIN)) return { begun, query: new URL(at).search, cookie: cookieOf(begun) };
    const headers = { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') };
    const isChoice = at.includes('/choose/');
    const answer = await fetch(new URL(at, provider.issuer), {
      redirect: 'manual',
      headers,
      ...(isChoice ? { method: 'POST', body: new URLSearchParams({ person }) } : {}),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [name, value] = line.split(';')[0]!.split('=') as [string, string];
      jar.set(name, value);
    }
    at = answer.headers.get('location')!;
  }
  throw new Error('the provider sent us round and round');
}

const back = ({ query, cookie }: { query: string; cookie: string }) =>
  world.ask('GET', `${CALLBACK}${query}`, { cookie, headers: { host: 'throughline.test' } });
const sessionOf = (answer: Response) =>
  answer.headers
    .getSetCookie()
    .find((line) => line.startsWith('throughline='))
    ?.split(';')[0];

describe('signing in at the identity provider', () => {
  it('goes with PKCE, state and nonce, comes back as a person of the role of their group', async () => {
    const way = await travel('ann');
    const asked = new URL(way.begun.headers.get('location')!).searchParams;
    expect(asked.get('code_challenge_method')).toBe('S256');
    expect([asked.get('state'), asked.get('nonce')].every((value) => value!.length >= 43)).toBe(true);
    expect(way.begun.headers.getSetCookie()[0]).toMatch(/HttpOnly; SameSite=Lax/);
    const answer = await back(way);
    expect(answer.headers.get('location')).toBe('/dev/runs');
    const cookie = sessionOf(answer)!;
    const me = await world.ask('GET', '/session', { cookie });
    expect(await me.json()).toMatchObject({ email: 'ann@hospital.test', name: 'Ann Analyst', role: 'analyst' });
    const acts = (await listAudit(world.store, { limit: 2 })).map(({ act }) => act);
    expect(acts).toEqual(['session.sign-in', 'user.provision']);
  });

  it('follows a change of groups at the next sign-in, and ends what was begun before', async () => {
    const first = sessionOf(await back(await travel('ann')))!;
    provider.people.splice(0, 99, { ...ann, groups: ['staff'] });
    const second = sessionOf(await back(await travel('ann')))!;
    expect((await world.ask('GET', '/session', { cookie: first })).status).toBe(401);
    expect(await (await world.ask('GET', '/session', { cookie: second })).json()).toMatchObject({ role: 'viewer' });
    expect((await world.ask('GET', '/runs?environment=prod', { cookie: second })).status).toBe(404);
    expect((await world.ask('GET', '/runs?environment=dev', { cookie: second })).status).toBe(200);
  });

  it('links an account of the same verified address, and none of an unverified one', async () => {
    const linked = sessionOf(await back(await travel('vic')))!;
    expect(await (await world.ask('GET', '/session', { cookie: linked })).json()).toMatchObject({
      email: emailOf('viewer'),
    });
    const refused = await back(await travel('una'));
    expect(refused.headers.get('location')).toBe('/sign-in?problem=oidc_email');
    expect(sessionOf(refused)).toBeUndefined();
  });

  it('lets nobody in whose groups have no role, and records it', async () => {
    const answer = await back(await travel('nick'));
    expect(answer.headers.get('location')).toBe('/sign-in?problem=oidc_no_role');
    expect((await listAudit(world.store, { limit: 1 }))[0]).toMatchObject({ act: 'session.refuse' });
  });

  it('takes an answer once, in the browser that asked, and never a forged one', async () => {
    const way = await travel('ann');
    const other = await travel('ann');
    expect((await back({ ...way, cookie: other.cookie })).headers.get('location')).toBe('/sign-in?problem=oidc_state');
    expect((await back({ ...other, cookie: '' })).headers.get('location')).toBe('/sign-in?problem=oidc_state');
    const good = await travel('ann');
    expect(sessionOf(await back(good))).toBeDefined();
    expect((await back(good)).headers.get('location')).toBe('/sign-in?problem=oidc_state');
    const forged = await travel('ann');
    const query = forged.query.replace(/code=[^&]+/, 'code=forged');
    expect((await back({ ...forged, query })).headers.get('location')).toBe('/sign-in?problem=oidc_refused');
  });

  it('never sends people to another site afterwards', async () => {
    for (const to of [
      'https://evil.example/',
      '//evil.example',
      '/\\evil.example',
      '/.//evil.example',
      '/x/..//evil.example',
    ]) {
      expect((await back(await travel('ann', to))).headers.get('location')).toBe('/');
    }
  });

  it('does not let a deactivated person back in', async () => {
    sessionOf(await back(await travel('ann')));
    const admin = await world.signIn(emailOf('admin'));
    const { users } = (await (await world.ask('GET', '/users', { cookie: admin })).json()) as {
      users: { id: string; email: string }[];
    };
    const { id } = users.find(({ email }) => email === 'ann@hospital.test')!;
    await world.ask('DELETE', `/users/${id}`, { cookie: admin });
    expect((await back(await travel('ann'))).headers.get('location')).toBe('/sign-in?problem=oidc_closed');
  });
});

import { listAudit } from '@throughline/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase } from '../../../../../test/support/postgres.ts';
import { cookieOf, emailOf, openWorld, PASSWORD, type World } from '../testing/world.ts';

let world: World;
let admin: string;
beforeAll(async () => {
  world = await openWorld(await createDatabase());
  admin = await world.signIn(emailOf('admin'));
});
afterAll(() => world.close());

async function json<T>(answer: Promise<Response>): Promise<T> {
  return (await (await answer).json()) as T;
}

describe('an invitation', () => {
  const wanted = { email: 'New@hospital.test', name: 'New One', role: 'operator', environments: ['dev'] };
  const invite = (more = {}) =>
    json<{ secret: string; id: string }>(
      world.ask('POST', '/invitations', { cookie: admin, body: { ...wanted, ...more } }),
    );
  const accept = (secret: string) =>
    world.ask('POST', '/invitations/accept', { body: { secret, name: 'New One', password: 'a password of mine' } });
  const look = (secret: string) => world.ask('POST', '/invitations/look', { body: { secret } });

  it('is good once, and makes the person it names', async () => {
    const { secret } = await invite();
    expect(await json(look(secret))).toMatchObject({ email: 'new@hospital.test', role: 'operator' });
    const both = await Promise.all([accept(secret), accept(secret)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    const cookie = cookieOf(both.find(({ status }) => status === 200)!);
    expect(await json(world.ask('GET', '/session', { cookie }))).toMatchObject({ role: 'operator' });
    expect((await world.ask('GET', '/runs?environment=prod', { cookie })).status).toBe(404);
    expect((await look(secret)).status).toBe(404);
  });

  it('ends when its time is over, when it is withdrawn, and when another one is sent', async () => {
    const late = await invite({ email: 'late@hospital.test' });
    await world.store.sql`update invitation set expires_at = now() - interval '1 second' where id = ${late.id}`;
    expect((await accept(late.secret)).status).toBe(409);
    const first = await invite({ email: 'late@hospital.test' });
    const second = await invite({ email: 'late@hospital.test' });
    expect((await look(first.secret)).status).toBe(404);
    expect((await world.ask('DELETE', `/invitations/${second.id}`, { cookie: admin })).status).toBe(204);
    expect((await accept(second.secret)).status).toBe(409);
  });

  it('is kept as a hash', async () => {
    const { secret } = await invite({ email: 'hash@hospital.test' });
    const all = await (await world.ask('GET', '/invitations', { cookie: admin })).text();
    const [row] = await world.store
      .sql`select to_jsonb(i)::text as text from invitation i where email = 'hash@hospital.test'`;
    expect(all + row!['text']).not.toContain(secret);
  });
});

describe('sessions', () => {
  it('are listed, ended one by one and all together, and never somebody else’s', async () => {
    const [one, two, three] = [
      await world.signIn(emailOf('analyst')),
      await world.signIn(emailOf('analyst')),
      await world.signIn(emailOf('analyst')),
    ];
    const list = (cookie: string) =>
      json<{ sessions: { id: string; current: boolean; method: string }[] }>(world.ask('GET', '/sessions', { cookie }));
    const { sessions } = await list(three);
    expect(sessions).toHaveLength(3);
    expect(sessions.filter(({ current }) => current)).toHaveLength(1);
    const { sessions: theirs } = await list(admin);
    expect((await world.ask('DELETE', `/sessions/${theirs[0]!.id}`, { cookie: three })).status).toBe(404);
    const other = sessions.find(({ current }) => !current)!;
    expect((await world.ask('DELETE', `/sessions/${other.id}`, { cookie: three })).status).toBe(204);
    expect(await json(world.ask('DELETE', '/sessions', { cookie: three }))).toEqual({ ended: 1 });
    const alive = await Promise.all([one, two, three].map((cookie) => world.ask('GET', '/session', { cookie })));
    expect(alive.map(({ status }) => status)).toEqual([401, 401, 200]);
  });

  it('end by the limits that are set, at once for those that are idle too long', async () => {
    const cookie = await world.signIn(emailOf('operator'));
    const settings = { idleMinutes: 5, absoluteHours: 1, passwords: 'everybody', oidc: null };
    const set = (body: object) => world.ask('PUT', '/sign-in/settings', { cookie: admin, body });
    await world.store.sql`
      update session set updated_at = now() - interval '6 minutes'
      where user_id = (select id from app_user where email = ${emailOf('operator')})`;
    expect((await world.ask('GET', '/session', { cookie })).status).toBe(200);
    const idle = await world.signIn(emailOf('operator'));
    await world.store.sql`
      update session set updated_at = now() - interval '6 minutes', expires_at = now() + interval '8 hours'
      where user_id = (select id from app_user where email = ${emailOf('operator')})`;
    expect((await set(settings)).status).toBe(204);
    expect((await world.ask('GET', '/session', { cookie: idle })).status).toBe(401);
    const fresh = await world.signIn(emailOf('operator'));
    expect((await world.ask('GET', '/session', { cookie: fresh })).status).toBe(200);
    await world.store.sql`
      update session set created_at = now() - interval '61 minutes'
      where user_id = (select id from app_user where email = ${emailOf('operator')})`;
    expect((await world.ask('GET', '/session', { cookie: fresh })).status).toBe(401);
    await set({ ...settings, idleMinutes: 480, absoluteHours: 24 });
  });

  it('of others end when one changes one’s own password, which needs the old one', async () => {
    const [here, there] = [await world.signIn(emailOf('auditor')), await world.signIn(emailOf('auditor'))];
    const change = (old: string) =>
      world.ask('PUT', '/session/password', { cookie: here, body: { old, password: 'another long password' } });
    expect((await change('not this one')).status).toBe(400);
    expect((await change(PASSWORD)).status).toBe(204);
    expect((await world.ask('GET', '/session', { cookie: here })).status).toBe(200);
    expect((await world.ask('GET', '/session', { cookie: there })).status).toBe(401);
  });
});

describe('an account for emergencies (N05)', () => {
  it('asks why, may do everything, alarms every administrator, and is over within the hour', async () => {
    const made = await json<{ email: string; password: string }>(
      world.ask('POST', '/break-glass-accounts', { cookie: admin, body: { name: 'Night shift' } }),
    );
    const enter = (reason?: string) =>
      world.ask('POST', '/session', { body: { email: made.email, password: made.password, reason } });
    const asked = await enter();
    expect(asked.status).toBe(401);
    expect(await asked.json()).toMatchObject({ code: 'reason_needed' });
    const wrong = await world.ask('POST', '/session', { body: { email: made.email, password: 'wrong' } });
    expect(await wrong.json()).toMatchObject({ code: 'sign_in_refused' });
    const entered = await enter('the provider is down and billing stands');
    expect(await entered.clone().json()).toMatchObject({
      emergency: true,
      permissions: expect.arrayContaining(['message.reveal', 'user.manage']),
    });
    const cookie = cookieOf(entered);
    const { notices } = await json<{ notices: { id: string; sentence: string }[] }>(
      world.ask('GET', '/notices', { cookie: admin }),
    );
    expect(notices.at(-1)!.sentence).toContain('the provider is down and billing stands');
    expect((await world.ask('PUT', `/notices/${notices.at(-1)!.id}/seen`, { cookie: admin })).status).toBe(204);
    const entries = await listAudit(world.store, { limit: 20 });
    expect(entries.find(({ act }) => act === 'session.break-glass')).toMatchObject({
      reason: 'the provider is down and billing stands',
    });
    await world.store.sql`update session set created_at = now() - interval '61 minutes' where method = 'break-glass'`;
    expect((await world.ask('GET', '/session', { cookie })).status).toBe(401);
  });

  it('is the way in when nobody else may use a password', async () => {
    const oidc = {
      ...{ title: 'Hospital', issuer: 'https://login.hospital.test', clientId: 'x' },
      rules: [{ group: 'it', role: 'admin' }],
    };
    const body = { idleMinutes: 480, absoluteHours: 24, passwords: 'break-glass', oidc };
    expect((await world.ask('PUT', '/sign-in/settings', { cookie: admin, body })).status).toBe(204);
    const refused = await world.ask('POST', '/session', { body: { email: emailOf('viewer'), password: PASSWORD } });
    expect(await refused.json()).toMatchObject({ code: 'sign_in_refused' });
    const back = { ...body, passwords: 'everybody', oidc: null };
    expect((await world.ask('PUT', '/sign-in/settings', { cookie: admin, body: back })).status).toBe(204);
  });
});

describe('a role', () => {
  const role = {
    title: 'Night operator',
    sentence: 'Watches at night.',
    permissions: ['flow.see', 'run.see', 'token.own'],
  };

  it('is made, given, changed for everybody who has it, and not removed while somebody does', async () => {
    const put = (body: object) => world.ask('PUT', '/roles/night', { cookie: admin, body });
    expect((await put(role)).status).toBe(204);
    const person = { email: 'night@hospital.test', name: 'Night', role: 'night', password: PASSWORD };
    expect((await world.ask('POST', '/users', { cookie: admin, body: person })).status).toBe(201);
    const cookie = await world.signIn('night@hospital.test');
    expect((await world.ask('GET', '/runs?environment=dev', { cookie })).status).toBe(200);
    expect((await world.ask('DELETE', '/roles/night', { cookie: admin })).status).toBe(409);
    expect((await put({ ...role, permissions: ['flow.see'] })).status).toBe(204);
    expect((await world.ask('GET', '/session', { cookie })).status).toBe(401);
    const again = await world.signIn('night@hospital.test');
    expect((await world.ask('GET', '/runs?environment=dev', { cookie: again })).status).toBe(403);
  });

  it('gets by a token no right that the token does not carry', async () => {
    const token = await world.token(['role.manage', 'flow.see']);
    const put = (permissions: string[]) =>
      world.ask('PUT', '/roles/crept', { token, body: { title: 'x', sentence: 'x', permissions } });
    expect((await put(['flow.see', 'message.reveal'])).status).toBe(403);
    expect((await put(['flow.see'])).status).toBe(204);
  });

  it('that does not exist is nobody’s', async () => {
    const body = { email: 'none@hospital.test', name: 'None', role: 'wizard', password: PASSWORD };
    expect(await json(world.ask('POST', '/users', { cookie: admin, body }))).toMatchObject({ code: 'role_unknown' });
  });
});

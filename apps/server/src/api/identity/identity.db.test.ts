import { listAudit } from '@throughline/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase } from '../../../../../test/support/postgres.ts';
import { cookieOf, emailOf, openWorld, PASSWORD, type World } from '../testing/world.ts';
import { ensureFirstAdmin } from './first.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld(await createDatabase());
});
afterAll(() => world.close());

const idOf = async (role: string) => {
  const admin = await world.signIn(emailOf('admin'));
  const { users } = (await (await world.ask('GET', '/users', { cookie: admin })).json()) as {
    users: { id: string; email: string }[];
  };
  return users.find(({ email }) => email === emailOf(role))!.id;
};

describe('signing in', () => {
  it('gives a session that knows its person, in a cookie no script can read', async () => {
    const answer = await world.ask('POST', '/session', { body: { email: 'Viewer@Hospital.test', password: PASSWORD } });
    expect(await answer.json()).toMatchObject({ email: emailOf('viewer'), role: 'viewer' });
    const [cookie] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/^throughline=[\w%.-]+; Max-Age=28800; Path=\/; HttpOnly; SameSite=Lax$/);
    const me = await world.ask('GET', '/session', { cookie: cookieOf(answer) });
    expect(await me.json()).toMatchObject({ name: 'viewer', permissions: expect.arrayContaining(['run.see']) });
  });

  it('binds the cookie to the host where there is TLS', async () => {
    const secure = await openWorld(await createDatabase(), 'https://throughline.test');
    const body = { email: emailOf('viewer'), password: PASSWORD };
    const answer = await secure.ask('POST', '/session', { body });
    expect(answer.headers.getSetCookie()[0]).toMatch(/^__Host-throughline=.*Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    expect(answer.headers.get('strict-transport-security')).toContain('max-age=31536000');
    await secure.close();
  });

  it('renews the session id, and ends the one that was there before (N01)', async () => {
    const first = await world.signIn(emailOf('viewer'));
    const body = { email: emailOf('viewer'), password: PASSWORD };
    const again = await world.ask('POST', '/session', { cookie: first, body });
    expect(cookieOf(again)).not.toBe(first);
    expect((await world.ask('GET', '/session', { cookie: first })).status).toBe(401);
    expect((await world.ask('GET', '/session', { cookie: cookieOf(again) })).status).toBe(200);
  });

  it('takes no session id that it did not make (N01)', async () => {
    const made = await world.signIn(emailOf('viewer'));
    const forged = made.replace(/=.*/, `=${'A'.repeat(43)}.${'B'.repeat(43)}%3D`);
    expect((await world.ask('GET', '/session', { cookie: forged })).status).toBe(401);
    const signedIn = await world.ask('POST', '/session', {
      cookie: forged,
      body: { email: emailOf('viewer'), password: PASSWORD },
    });
    expect(cookieOf(signedIn)).not.toBe(forged);
  });

  it('ends at once on sign-out', async () => {
    const cookie = await world.signIn(emailOf('viewer'));
    expect((await world.ask('DELETE', '/session', { cookie })).status).toBe(204);
    expect((await world.ask('GET', '/session', { cookie })).status).toBe(401);
  });

  it.each([
    ['a new password', 'PUT', 'password', { password: 'another long password' }],
    ['a new role', 'PUT', 'role', { role: 'operator' }],
    ['deactivation', 'DELETE', '', undefined],
  ])('ends at once on %s (N01)', async (_, method, part, body) => {
    const cookie = await world.signIn(emailOf('steward'));
    const id = await idOf('steward');
    const path = part === '' ? `/users/${id}` : `/users/${id}/${part}`;
    const answer = await world.ask(method, path, {
      cookie: await world.signIn(emailOf('admin')),
      ...(body === undefined ? {} : { body }),
    });
    expect(answer.status).toBeLessThan(300);
    expect((await world.ask('GET', '/session', { cookie })).status).toBe(401);
    if (part === 'password') {
      const restore = { password: PASSWORD };
      await world.ask('PUT', `/users/${id}/password`, { cookie: await world.signIn(emailOf('admin')), body: restore });
    }
  });

  it('is refused alike for a wrong password, a stranger and a closed account (N03)', async () => {
    const attempts = [
      { email: emailOf('viewer'), password: 'wrong' },
      { email: 'nobody@hospital.test', password: PASSWORD },
      { email: emailOf('steward'), password: PASSWORD },
    ];
    const answers: object[] = [];
    for (const [i, body] of attempts.entries()) {
      const answer = await world.ask('POST', '/session', { body, address: `198.51.100.${i}` });
      expect(answer.status).toBe(401);
      expect(answer.headers.getSetCookie()).toEqual([]);
      const { instance, ...problem } = (await answer.json()) as { instance: string };
      answers.push(problem);
    }
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
  });

  it('works as hard for a stranger as for a wrong password (N03)', async () => {
    // Work, not time: what the machine does beside it does not count.
    const work: Record<string, number[]> = { known: [], unknown: [] };
    for (let i = 0; i < 12; i++) {
      for (const kind of ['known', 'unknown'] as const) {
        await world.store.sql`delete from sign_in_try`;
        const email = kind === 'known' ? emailOf('auditor') : `stranger${i}@hospital.test`;
        const began = process.cpuUsage();
        const answer = await world.ask('POST', '/session', { body: { email, password: 'wrong' } });
        const { user, system } = process.cpuUsage(began);
        expect(answer.status).toBe(401);
        work[kind]!.push(user + system);
      }
    }
    const median = (all: number[]) => all.toSorted((a, b) => a - b)[all.length >> 1]!;
    const ratio = median(work['known']!) / median(work['unknown']!);
    expect(ratio).toBeGreaterThan(0.9);
    expect(ratio).toBeLessThan(1.1);
  });
});

describe('too many sign-ins (N03)', () => {
  it('are refused per account, whatever address they come from, and even with the right password', async () => {
    const email = emailOf('analyst');
    const knock = (i: number, password: string) =>
      world.ask('POST', '/session', { body: { email, password }, address: `10.0.0.${i}` });
    const statuses = await Promise.all(Array.from({ length: 12 }, async (_, i) => (await knock(i, 'wrong')).status));
    expect(statuses.filter((status) => status === 401)).toHaveLength(5);
    expect(statuses.filter((status) => status === 429)).toHaveLength(7);
    const late = await knock(20, PASSWORD);
    expect(late.status).toBe(429);
    expect(Number(late.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await late.json()).toMatchObject({ code: 'sign_in_throttled' });
  });

  it('are refused per address, whatever accounts they name', async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 7; i++) {
      const body = { email: `guess${i}@hospital.test`, password: 'wrong' };
      statuses.push((await world.ask('POST', '/session', { body, address: '10.9.9.9' })).status);
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429]);
  });

  it('do not count those that succeed', async () => {
    const body = { email: emailOf('admin'), password: PASSWORD };
    for (let i = 0; i < 8; i++) {
      expect((await world.ask('POST', '/session', { body, address: '10.8.8.8' })).status).toBe(200);
    }
  });
});

describe('the first administrator', () => {
  it('is not made where there are people', async () => {
    expect(await ensureFirstAdmin(world.store, 'some long password')).toBeNull();
  });
});

describe('the audit', () => {
  it('has one entry for each sign-in, sign-out and refusal, never a password', async () => {
    const acts = async () =>
      (await listAudit(world.store, { limit: 200 })).map(({ act, object }) => `${act} ${object}`);
    const before = (await acts()).length;
    const cookie = await world.signIn(emailOf('admin'));
    await world.ask('DELETE', '/session', { cookie });
    const body = { email: emailOf('admin'), password: 'wrong-secret' };
    await world.ask('POST', '/session', { body, address: '10.7.7.7' });
    const entries = await listAudit(world.store, { limit: 200 });
    expect(entries.length - before).toBe(3);
    expect(entries.slice(0, 3).map(({ act }) => act)).toEqual([
      'session.refuse',
      'session.sign-out',
      'session.sign-in',
    ]);
    expect(new Set(entries.slice(0, 3).map(({ object }) => object)).size).toBe(1);
    expect(entries[0]).toMatchObject({ actor: 'anonymous', address: '10.7.7.7' });
    expect(JSON.stringify(entries)).not.toContain('wrong-secret');
  });
});

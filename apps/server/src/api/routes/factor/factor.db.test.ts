import { codeAt } from '@throughline/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase } from '../../../../../../test/support/postgres.ts';
import { cookieOf, emailOf, openWorld, PASSWORD, type World } from '../../testing/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld(await createDatabase());
});
afterAll(() => world.close());

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function bytesOf(base32: string): Buffer {
  const bits = [...base32].map((one) => ALPHABET.indexOf(one).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((part) => Number.parseInt(part, 2)));
}

const codeIn = (key: string, steps = 0) => codeAt(bytesOf(key), Math.floor(Date.now() / 30_000) + steps);

const signIn = (role: string, code?: string) =>
  world.ask('POST', '/session', {
    body: { email: emailOf(role), password: PASSWORD, ...(code === undefined ? {} : { code }) },
    address: `10.1.0.${Math.floor(Math.random() * 250)}`,
  });

describe('a second factor (N05)', () => {
  it('is asked for where the environment says so, whatever the route', async () => {
    const cookie = await world.signIn(emailOf('admin'));
    const settings = { secondFactor: 'admins' };
    await world.ask('PUT', '/environments/prod', { cookie, body: { settings } });
    const refused = await world.ask('PUT', '/secrets/k', { cookie, body: { environment: 'prod', value: 'something' } });
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({ code: 'second_factor_first' });
    expect((await world.ask('GET', '/secrets?environment=prod', { cookie })).status).toBe(200);
    expect(
      (await world.ask('PUT', '/secrets/k', { cookie, body: { environment: 'dev', value: 'something' } })).status,
    ).toBe(200);
  });

  it('counts once confirmed, is then needed to sign in, and no code is good twice', async () => {
    const cookie = await world.signIn(emailOf('admin'));
    const begun = (await (await world.ask('POST', '/second-factor', { cookie })).json()) as {
      key: string;
      uri: string;
    };
    expect(begun.uri).toContain(`secret=${begun.key}`);
    expect((await signIn('admin')).status).toBe(200);
    const wrong = await world.ask('PUT', '/second-factor', { cookie, body: { code: '000000' } });
    expect(await wrong.json()).toMatchObject({ code: 'code_wrong' });
    const code = codeIn(begun.key);
    const confirmed = await world.ask('PUT', '/second-factor', { cookie, body: { code } });
    const { recovery } = (await confirmed.json()) as { recovery: string[] };
    expect(recovery).toHaveLength(8);

    const without = await signIn('admin');
    expect(without.status).toBe(401);
    expect(await without.json()).toMatchObject({ code: 'second_factor_needed' });
    expect(without.headers.getSetCookie()).toEqual([]);
    expect((await signIn('admin', code)).status).toBe(401);
    const next = await signIn('admin', codeIn(begun.key, 1));
    expect(next.status).toBe(200);
    const twice = cookieOf(next);
    expect(await (await world.ask('GET', '/session', { cookie: twice })).json()).toMatchObject({ secondFactor: true });
    const put = await world.ask('PUT', '/secrets/k', {
      cookie: twice,
      body: { environment: 'prod', value: 'something' },
    });
    expect(put.status).toBe(200);
    expect((await signIn('admin', recovery[0])).status).toBe(200);
    expect((await signIn('admin', recovery[0])).status).toBe(401);
  });

  it('is nothing that a wrong password learns of', async () => {
    const answer = await world.ask('POST', '/session', {
      body: { email: emailOf('admin'), password: 'wrong' },
      address: '10.2.0.1',
    });
    expect(await answer.json()).toMatchObject({ code: 'sign_in_refused' });
  });
});

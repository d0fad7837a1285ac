import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase } from '../../../../../../test/support/postgres.ts';
import { emailOf, openWorld, type World } from '../../testing/world.ts';

let world: World;
let admin: string;
beforeAll(async () => {
  world = await openWorld(await createDatabase());
  admin = await world.signIn(emailOf('admin'));
});
afterAll(() => world.close());

const ask = async (method: string, path: string, as: { cookie?: string; token?: string }, body?: unknown) => {
  const answer = await world.ask(method, path, { ...as, ...(body === undefined ? {} : { body }) });
  return {
    status: answer.status,
    body: answer.status === 204 ? null : ((await answer.json()) as Record<string, unknown>),
  };
};

async function idOf(role: string): Promise<string> {
  const { body } = await ask('GET', '/users', { cookie: admin });
  return (body!['users'] as { id: string; email: string }[]).find(({ email }) => email === emailOf(role))!.id;
}

describe('a role in some environments only (Z01, Z02)', () => {
  it('holds there, and elsewhere nothing is there; sessions from before are over', async () => {
    const before = await world.signIn(emailOf('operator'));
    const id = await idOf('operator');
    expect((await ask('PUT', `/users/${id}/scope`, { cookie: admin }, { environments: ['dev'] })).status).toBe(204);
    expect((await ask('GET', '/session', { cookie: before })).status).toBe(401);
    const cookie = await world.signIn(emailOf('operator'));
    expect((await ask('GET', '/runs?environment=dev', { cookie })).status).toBe(200);
    const foreign = await ask('GET', '/runs?environment=prod', { cookie });
    const nowhere = await ask('GET', '/runs?environment=nowhere', { cookie });
    expect(foreign.status).toBe(404);
    expect({ ...foreign.body, instance: '' }).toEqual({ ...nowhere.body, instance: '' });
    expect((await ask('GET', '/environments', { cookie })).body).toMatchObject({ environments: [{ name: 'dev' }] });
  });

  it('goes with further roles in others', async () => {
    const id = await idOf('operator');
    const further = [{ role: 'viewer', environments: ['prod'] }];
    await ask('PUT', `/users/${id}/scope`, { cookie: admin }, { environments: ['dev'], further });
    const cookie = await world.signIn(emailOf('operator'));
    expect((await ask('GET', '/runs?environment=prod', { cookie })).status).toBe(200);
    const replay = { environment: 'prod', reason: 'the table is mended' };
    expect((await ask('POST', '/replays', { cookie }, replay)).status).toBe(404);
    expect((await ask('POST', '/replays/plan', { cookie }, { environment: 'dev' })).status).toBe(200);
  });

  it('is no right over all of it: an administrator of dev makes nobody and sees no audit', async () => {
    const id = await idOf('analyst');
    await ask('PUT', `/users/${id}/role`, { cookie: admin }, { role: 'admin' });
    await ask('PUT', `/users/${id}/scope`, { cookie: admin }, { environments: ['dev'] });
    const cookie = await world.signIn(emailOf('analyst'));
    expect((await ask('GET', '/audit', { cookie })).status).toBe(403);
    const person = { email: 'x@hospital.test', name: 'x', role: 'viewer', password: 'long enough it is' };
    expect((await ask('POST', '/users', { cookie }, person)).status).toBe(403);
    expect(
      (await ask('PUT', '/connections/erp', { cookie }, { environment: 'prod', type: 'http', settings: {} })).status,
    ).toBe(404);
    const me = await idOf('admin');
    expect((await ask('PUT', `/users/${me}/scope`, { cookie: admin }, { environments: ['dev'] })).body).toMatchObject({
      code: 'last_admin',
    });
  });
});

describe('a service account', () => {
  it('acts by tokens within its role and its environments, and cannot sign in', async () => {
    const made = await ask(
      'POST',
      '/service-accounts',
      { cookie: admin },
      { name: 'CI of flows', role: 'analyst', environments: ['dev'] },
    );
    expect(made).toMatchObject({ status: 201, body: { service: true, email: 'ci-of-flows@service.invalid' } });
    const wanted = { name: 'ci', permissions: ['flow.see', 'flow.publish', 'release.make', 'run.see'] };
    const { body } = await ask('POST', `/service-accounts/${made.body!['id']}/tokens`, { cookie: admin }, wanted);
    const token = body!['token'] as string;
    expect((await ask('GET', '/runs?environment=dev', { token })).status).toBe(200);
    expect((await ask('GET', '/runs?environment=prod', { token })).status).toBe(404);
    const release = { environment: 'dev', title: 'x' };
    expect((await ask('POST', '/releases', { token }, release)).status).toBe(403);
    const signIn = await ask(
      'POST',
      '/session',
      {},
      { email: 'ci-of-flows@service.invalid', password: 'anything at all' },
    );
    expect(signIn.status).toBe(401);
    await ask('DELETE', `/users/${made.body!['id']}`, { cookie: admin });
    expect((await ask('GET', '/runs?environment=dev', { token })).status).toBe(401);
  });
});

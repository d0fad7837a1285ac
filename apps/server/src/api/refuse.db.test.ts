import { listAudit } from '@throughline/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase } from '../../../../test/support/postgres.ts';
import { routes } from './routes/all.ts';
import { emailOf, ORIGIN, openWorld, type World } from './testing/world.ts';

let world: World;
let admin: string;
beforeAll(async () => {
  world = await openWorld(await createDatabase());
  admin = await world.signIn(emailOf('admin'));
});
afterAll(() => world.close());

const problemOf = async (answer: Response) => (await answer.json()) as Record<string, unknown>;

describe('a page of another site (N02)', () => {
  const unsafe = routes.filter(({ method }) => method !== ('get' as string));
  const attempts: [string, Record<string, string>][] = [
    ['with a foreign origin', { origin: 'https://evil.test' }],
    ['with the origin of a sandboxed frame', { origin: 'null' }],
    ['with text/plain', { origin: 'https://evil.test', 'content-type': 'text/plain' }],
    ['that names our host as a prefix', { origin: `${ORIGIN}.evil.test` }],
  ];
  it.each(unsafe.flatMap(({ method, path }) => attempts.map((attempt) => [method, path, ...attempt] as const)))(
    'may not %s %s %s',
    async (method, path, _, headers) => {
      const answer = await world.ask(method.toUpperCase(), path, { cookie: admin, body: {}, headers });
      expect(answer.status).toBe(403);
      expect(await problemOf(answer)).toMatchObject({ code: 'foreign_origin' });
    },
  );

  it('may not send without an origin either', async () => {
    const { Hono } = await import('hono');
    const { ownOrigin } = await import('./guard.ts');
    const { answerProblem } = await import('./problem.ts');
    const app = new Hono().use('*', ownOrigin([ORIGIN]) as never).post('/', (c) => c.text('in'));
    app.onError((error, c) => answerProblem(error, c as never, { log: { error() {} } as never }));
    expect((await app.request('/', { method: 'POST' })).status).toBe(403);
    const same = { method: 'POST', headers: { 'sec-fetch-site': 'same-origin' } };
    expect((await app.request('/', same)).status).toBe(200);
  });
});

describe('a body', () => {
  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp'])(
    'as %s is refused',
    async (type) => {
      const answer = await world.ask('POST', '/tokens', {
        cookie: admin,
        text: '{}',
        headers: { 'content-type': type },
      });
      expect([answer.status, (await problemOf(answer))['code']]).toEqual([415, 'json_only']);
    },
  );

  it('with members it does not know is refused, and they are named (Z03)', async () => {
    const body = { name: 'x', permissions: ['flow.see'], userId: 'someone', role: 'admin' };
    const answer = await world.ask('POST', '/tokens', { cookie: admin, body });
    expect(answer.status).toBe(400);
    expect(JSON.stringify(await problemOf(answer))).toMatch(/userId/);
  });

  it.each([
    ['role', { email: 'a@b.test', name: 'x', role: 'root', password: 'long enough it is' }],
    ['active', { email: 'a@b.test', name: 'x', role: 'viewer', password: 'long enough it is', active: false }],
    ['id', { email: 'a@b.test', name: 'x', role: 'viewer', password: 'long enough it is', id: 'mine' }],
    ['password', { email: 'a@b.test', name: 'x', role: 'viewer', password: 'short' }],
  ])('with a %s of its own is refused and changes nothing (Z03)', async (field, body) => {
    const answer = await world.ask('POST', '/users', { cookie: admin, body });
    expect(answer.status).toBe(400);
    const text = JSON.stringify(await problemOf(answer));
    expect(text).toContain(field);
    expect(text).not.toContain('long enough it is');
    const { users } = (await (await world.ask('GET', '/users', { cookie: admin })).json()) as { users: object[] };
    expect(users).toHaveLength(6);
  });

  it('with NUL, half a surrogate pair or no bottom is refused with a sentence', async () => {
    for (const name of ['a\0b', 'a\ud800b']) {
      const answer = await world.ask('POST', '/tokens', { cookie: admin, body: { name, permissions: ['flow.see'] } });
      expect([answer.status, (await problemOf(answer))['code']]).toEqual([400, 'body_unsound']);
    }
    let deep: unknown = 1;
    for (let i = 0; i < 2000; i++) deep = [deep];
    const answer = await world.ask('POST', '/tokens', { cookie: admin, body: deep });
    expect([answer.status, (await problemOf(answer))['code']]).toEqual([400, 'body_unsound']);
  });

  it('over the limit is refused', async () => {
    const answer = await world.ask('POST', '/tokens', { cookie: admin, body: { name: 'x'.repeat(1024 * 1024) } });
    expect([answer.status, (await problemOf(answer))['code']]).toEqual([413, 'body_too_large']);
  });

  it('that reaches for the prototype is refused and changes none (D03)', async () => {
    const answer = await world.ask('POST', '/tokens', {
      cookie: admin,
      text: '{"name":"x","permissions":["flow.see"],"__proto__":{"polluted":true}}',
    });
    expect(answer.status).toBe(400);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('credentials (N04)', () => {
  it.each([
    'Basic YWRtaW46eA==',
    'bearer',
    'Bearer eyJhbGciOiJub25lIn0.e30.',
    `Bearer tl_${'A'.repeat(43)}`,
    'Token x',
  ])('%s are refused', async (authorization) => {
    const answer = await world.ask('GET', '/session', { cookie: admin, headers: { authorization } });
    expect([answer.status, (await problemOf(answer))['code']]).toEqual([401, 'token_refused']);
  });

  it('are never read from the address', async () => {
    const token = await world.token(['flow.see']);
    for (const name of ['access_token', 'token', 'api_key', 'authorization']) {
      expect((await world.ask('GET', `/flows?environment=dev&${name}=${token}`)).status).toBe(401);
    }
  });

  it('without the right are told which right it is', async () => {
    const token = await world.token(['run.see']);
    const viewer = await world.signIn(emailOf('viewer'));
    const said = async (options: object) =>
      (await problemOf(await world.ask('GET', '/tables?environment=dev', options)))['detail'];
    expect(await said({ token })).toBe('This token lacks the right table.see: See reference tables.');
    expect(await said({ cookie: viewer })).toBe('Your role lacks the right table.see: See reference tables.');
  });

  it('in a token are shown once, kept as a hash, and end when revoked', async () => {
    const body = { name: 'CI', permissions: ['flow.see'], environments: ['dev'], days: 1 };
    const made = await world.ask('POST', '/tokens', { cookie: admin, body });
    expect(made.status).toBe(201);
    const { id, token } = (await made.json()) as { id: string; token: string };
    expect(token).toMatch(/^tl_[\w-]{43}$/);
    const listed = await (await world.ask('GET', '/tokens', { cookie: admin })).text();
    expect(listed).not.toContain(token);
    const dump = await world.store.sql`select row_to_json(t)::text as row from api_token t`;
    expect(JSON.stringify(dump)).not.toContain(token);
    expect((await world.ask('GET', '/flows?environment=dev', { token })).status).toBe(200);
    const { tokens } = JSON.parse(await (await world.ask('GET', '/tokens', { cookie: admin })).text()) as {
      tokens: { id: string; lastUsedAt: string | null }[];
    };
    expect(tokens.find((one) => one.id === id)?.lastUsedAt).not.toBeNull();
    expect((await world.ask('DELETE', `/tokens/${id}`, { cookie: admin })).status).toBe(204);
    expect((await world.ask('GET', '/flows?environment=dev', { token })).status).toBe(401);
    expect((await world.ask('DELETE', `/tokens/${id}`, { cookie: admin })).status).toBe(404);
  });

  it('in a token end with their time and with their owner', async () => {
    const token = await world.token(['flow.see']);
    await world.store
      .sql`update api_token set expires_at = now() - interval '1 second' where hint = ${token.slice(0, 7)}`;
    expect((await world.ask('GET', '/flows?environment=dev', { token })).status).toBe(401);

    const steward = await world.signIn(emailOf('steward'));
    const body = { name: 'x', permissions: ['table.see'] };
    const theirs = (await (await world.ask('POST', '/tokens', { cookie: steward, body })).json()) as { token: string };
    expect((await world.ask('GET', '/session', { token: theirs.token })).status).toBe(200);
    const { user } = await world.principal('steward');
    await world.ask('DELETE', `/users/${user!.id}`, { cookie: admin });
    expect((await world.ask('GET', '/session', { token: theirs.token })).status).toBe(401);
  });

  it('in a token carry no right its maker lacks, and no more than its maker still has', async () => {
    const analyst = await world.signIn(emailOf('analyst'));
    const refused = await world.ask('POST', '/tokens', {
      cookie: analyst,
      body: { name: 'x', permissions: ['audit.see'] },
    });
    expect([refused.status, (await problemOf(refused))['code']]).toEqual([403, 'permission_not_held']);
    const made = await world.ask('POST', '/tokens', {
      cookie: analyst,
      body: { name: 'x', permissions: ['flow.edit'] },
    });
    const { token } = (await made.json()) as { token: string };
    const { user } = await world.principal('analyst');
    await world.ask('PUT', `/users/${user!.id}/role`, { cookie: admin, body: { role: 'viewer' } });
    const me = (await (await world.ask('GET', '/session', { token })).json()) as { permissions: string[] };
    expect(me.permissions).toEqual([]);
  });

  it("of somebody else's token end nothing", async () => {
    const operator = await world.signIn(emailOf('operator'));
    const body = { name: 'x', permissions: ['flow.see'] };
    const { id, token } = (await (await world.ask('POST', '/tokens', { cookie: operator, body })).json()) as {
      id: string;
      token: string;
    };
    expect((await world.ask('DELETE', `/tokens/${id}`, { cookie: admin })).status).toBe(404);
    expect((await world.ask('GET', '/session', { token })).status).toBe(200);
  });
});

describe('an answer', () => {
  it('of every kind names its request and forbids what a page could do with it', async () => {
    for (const [method, path] of [
      ['GET', '/session'],
      ['GET', '/nothing-here'],
      ['POST', '/session'],
    ] as const) {
      const { headers } = await world.ask(method, path, { cookie: admin });
      expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cache-control')).toBe('no-store');
    }
  });

  it('to a failure of ours tells nothing of it', async () => {
    await world.store.sql`alter table flow rename to flow_away`;
    try {
      const answer = await world.ask('GET', '/flows?environment=dev', { cookie: admin });
      expect(answer.status).toBe(500);
      const text = await answer.text();
      expect(JSON.parse(text)).toMatchObject({
        code: 'internal',
        status: 500,
        type: 'urn:throughline:problem:internal',
      });
      expect(text).not.toMatch(/select|relation|flow|node_modules|\.ts/i);
    } finally {
      await world.store.sql`alter table flow_away rename to flow`;
    }
  });
});

describe('the last administrator', () => {
  it('cannot be taken away, not by two at once either', async () => {
    const second = { email: 'second@hospital.test', name: 'Second', role: 'admin', password: 'long enough it is' };
    const made = (await (await world.ask('POST', '/users', { cookie: admin, body: second })).json()) as { id: string };
    const { user } = await world.principal('admin');
    const away = (id: string) => world.ask('PUT', `/users/${id}/role`, { cookie: admin, body: { role: 'viewer' } });
    const answers = await Promise.all([away(made.id), away(user!.id)]);
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    const admins = await world.store.sql`select 1 from app_user where role = 'admin' and active`;
    expect(admins).toHaveLength(1);
  });
});

describe('the audit of writes (T02)', () => {
  it('has one entry each, and none for what was refused', async () => {
    const acts = (await listAudit(world.store, { limit: 200 })).map(({ act }) => act);
    const count = (act: string) => acts.filter((one) => one === act).length;
    expect(count('token.revoke')).toBe(1);
    expect(count('user.deactivate')).toBe(1);
    expect(count('user.change-role')).toBe(2);
    expect(count('user.create')).toBe(7);
  });
});

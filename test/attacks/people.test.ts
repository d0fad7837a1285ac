import { codeAt } from '@throughline/store';
import { afterAll, beforeAll, expect } from 'vitest';
import { decodeBase32 } from '../support/codes.ts';
import { type Arena, openArena } from './arena.ts';
import { attack } from './case.ts';
import { cookieOf, type Office, openOffice, PASSWORD } from './office.ts';

/* SECURITY.md section D: sign-in, sessions, requests from other sites; and who may what by real HTTP (section E). */
let arena: Arena;
let office: Office;
beforeAll(async () => {
  arena = await openArena();
  office = await openOffice(arena);
}, 180_000);
afterAll(async () => {
  await office.close();
  await arena.close();
});
const here = () => arena;
const me = async (cookie: string) => (await office.ask('GET', '/session', { cookie })).status;

interface Described {
  paths: Record<string, Record<string, { security?: unknown[] }>>;
}

/** Every operation that the server itself describes, with ids that are nobody's. */
async function operations(): Promise<{ method: string; path: string; isOpen: boolean }[]> {
  const described = (await (await fetch(`${office.url}/api/openapi.json`)).json()) as Described;
  return Object.entries(described.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { security }]) => ({
      method: method.toUpperCase(),
      path: path.replace('/api/v1', '').replaceAll(/\{\w+\}/g, '00000000-0000-7000-8000-000000000000'),
      isOpen: security?.length === 0,
    })),
  );
}

attack('N01', 'a session id of before the sign-in is not taken over, and old ones are dead at once', here, async () => {
  const { email, cookie, id } = await office.person('steward');
  const forged = `throughline=${'A'.repeat(43)}.${'B'.repeat(43)}%3D`;
  const answer = await office.ask('POST', '/session', { cookie: forged, json: { email, password: PASSWORD } });
  expect(cookieOf(answer)).not.toContain('AAAA');
  const again = await office.ask('POST', '/session', { cookie, json: { email, password: PASSWORD } });
  expect(await me(cookie)).toBe(401);
  await office.ask('DELETE', '/session', { cookie: cookieOf(again) });
  expect(await me(cookieOf(again))).toBe(401);
  const acts: [string, string, object?][] = [
    ['PUT', `/users/${id}/role`, { role: 'viewer' }],
    ['PUT', `/users/${id}/scope`, { environments: ['dev'], folders: null, further: [] }],
    ['DELETE', `/users/${id}/sessions`],
    ['PUT', `/users/${id}/password`, { password: PASSWORD }],
    ['DELETE', `/users/${id}`],
  ];
  for (const [method, path, json] of acts) {
    const held = await office.signIn(email, PASSWORD);
    const done = await office.ask(method, path, { cookie: office.admin, ...(json === undefined ? {} : { json }) });
    expect(done.status, path).toBeLessThan(300);
    expect(await me(held), path).toBe(401);
  }
});

attack('N01', 'open streams end within five seconds: deactivated, signed out, in another role', here, async () => {
  const [gone, out, changed] = [
    await office.person('viewer'),
    await office.person('analyst'),
    await office.person('steward'),
  ];
  const acts: [cookie: string, method: string, path: string, by: string, json?: object][] = [
    [gone.cookie, 'DELETE', `/users/${gone.id}`, office.admin],
    [out.cookie, 'DELETE', '/session', out.cookie],
    [changed.cookie, 'PUT', `/users/${changed.id}/role`, office.admin, { role: 'viewer' }],
  ];
  const ended = acts.map(async ([cookie, method, path, by, json]) => {
    const answer = await fetch(`${office.url}/api/v1/events?environment=dev`, { headers: { cookie } });
    const reader = answer.body!.getReader();
    await reader.read();
    const began = Date.now();
    expect((await office.ask(method, path, { cookie: by, ...(json && { json }) })).status).toBeLessThan(300);
    while (!(await reader.read()).done);
    expect(Date.now() - began, path).toBeLessThan(5_000);
  });
  await Promise.all(ended);
});

attack('N02', 'no request of another site changes anything, whatever it calls its content', here, async () => {
  for (const { method, path } of await operations()) {
    if (method === 'GET') continue;
    for (const origin of [null, 'https://evil.example', 'null']) {
      const text = '{}';
      for (const type of ['text/plain', 'application/x-www-form-urlencoded', '']) {
        const headers: Record<string, string> = type === '' ? {} : { 'content-type': type };
        const answer = await office.ask(method, path, { cookie: office.admin, origin, text, headers });
        expect([answer.status, answer.body['code']], `${method} ${path}`).toEqual([403, 'foreign_origin']);
      }
    }
  }
  expect(await me(office.admin)).toBe(200);
});

attack('N04', 'a token is taken as Bearer and nowhere else, while it is good', here, async () => {
  const token = await office.token(['flow.see'], { days: 1 });
  const flows = '/flows?environment=dev';
  expect((await office.ask('GET', flows, { token })).status).toBe(200);
  for (const authorization of [
    `Basic ${token}`,
    `Token ${token}`,
    token,
    'Bearer',
    `Bearer ${token}x`,
    `Bearer tl_${'a'.repeat(43)}`,
  ]) {
    expect((await office.ask('GET', flows, { headers: { authorization } })).status, authorization).toBe(401);
  }
  const none = [{ alg: 'none' }, { sub: 'admin', exp: 9_999_999_999 }, ''];
  const jwt = none.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  expect((await office.ask('GET', flows, { token: jwt })).status).toBe(401);
  for (const name of ['token', 'access_token', 'api_key']) {
    expect((await office.ask('GET', `${flows}&${name}=${token}`)).status, name).toBe(401);
  }
  const { sql } = arena.stage.store;
  await sql`update api_token set expires_at = now() - interval '1 second'`;
  expect((await office.ask('GET', flows, { token })).status).toBe(401);
});

attack('N05', 'no way around the second factor, and none to stay for ever', here, async () => {
  const { email, cookie } = await office.person('analyst');
  const begun = await office.ask('POST', '/second-factor', { cookie });
  const key = decodeBase32(String(begun.body['key']));
  const now = Math.floor(Date.now() / 30_000);
  expect((await office.ask('PUT', '/second-factor', { cookie, json: { code: codeAt(key, now) } })).status).toBe(200);
  const without = await office.ask('POST', '/session', { json: { email, password: PASSWORD } });
  expect([without.status, without.body['code']]).toEqual([401, 'second_factor_needed']);
  expect(without.headers['set-cookie']).toBeUndefined();
  // The code that confirmed it is used up.
  const replayed = await office.ask('POST', '/session', {
    json: { email, password: PASSWORD, code: codeAt(key, now) },
  });
  expect(replayed.status).toBe(401);
  const good = await office.ask('POST', '/session', {
    json: { email, password: PASSWORD, code: codeAt(key, now + 1) },
  });
  expect(good.status).toBe(200);
  const { sql } = arena.stage.store;
  await sql`update session set expires_at = now() where user_id = (select id from app_user where email = ${email})`;
  expect(await me(cookieOf(good))).toBe(401);
});

attack('N05', 'the account for emergencies opens with a reason only, and never quietly', here, async (_, leaks) => {
  const made = await office.ask('POST', '/break-glass-accounts', { cookie: office.admin, json: { name: 'Night' } });
  const { email, password } = made.body as unknown as { email: string; password: string };
  const enter = (reason?: string) => office.ask('POST', '/session', { json: { email, password, reason } });
  expect((await enter()).body['code']).toBe('reason_needed');
  expect((await enter('short')).status).toBe(400);
  expect((await enter('the identity provider is down')).body['emergency']).toBe(true);
  const told = await office.ask('GET', '/notices', { cookie: office.admin });
  expect(told.text).toContain('the identity provider is down');
  const audit = await office.ask('GET', '/audit?act=session.break-glass', { cookie: office.admin });
  expect(audit.text).toContain('the identity provider is down');
  leaks.push(told.text, audit.text);
});

attack('Z01', 'nobody in particular may do nothing but come in', here, async () => {
  const open = new Set([
    '/session',
    '/sign-in',
    '/sign-in/passkey',
    '/sign-in/passkey/begin',
    '/sign-in/oidc',
    '/sign-in/oidc/callback',
    '/invitations/look',
    '/invitations/accept',
  ]);
  for (const { method, path } of await operations()) {
    if (open.has(path) || path.startsWith('/catalogue')) continue;
    const answer = await office.ask(method, path, { ...(method === 'GET' ? {} : { json: {} }) });
    expect(answer.status, `${method} ${path}`).toBe(401);
  }
});

attack('Z02', 'what lies in another environment is not there, by one’s own id or none', here, async (_, leaks) => {
  const flow = await arena.flow([]);
  await arena.fate(flow, { n: 1 });
  const [run] = await arena.stage.store.sql<{ id: string }[]>`select id from run order by id desc limit 1`;
  const { id, email } = await office.person('operator');
  const scope = { environments: ['prod'], folders: null, further: [] };
  await office.ask('PUT', `/users/${id}/scope`, { cookie: office.admin, json: scope });
  const cookie = await office.signIn(email, PASSWORD);
  const nobody = '00000000-0000-7000-8000-000000000000';
  for (const path of ['/runs/ID', '/runs/ID/message', '/runs/ID/steps/0']) {
    const foreign = await office.ask('GET', path.replace('ID', run!.id), { cookie });
    const none = await office.ask('GET', path.replace('ID', nobody), { cookie });
    leaks.push(foreign.text);
    expect(foreign.status).toBe(404);
    expect({ ...foreign.body, instance: '' }).toEqual({ ...none.body, instance: '' });
  }
  for (const path of ['/runs', '/quarantine', '/ledger', '/destinations', '/replays']) {
    expect((await office.ask('GET', `${path}?environment=dev`, { cookie })).status, path).toBe(404);
    expect((await office.ask('GET', `${path}?environment=prod`, { cookie })).text).not.toContain(flow);
  }
});

attack('Z03', 'nobody writes what is not asked of them', here, async () => {
  const person = { email: 'mass@hospital.test', name: 'Mass', role: 'viewer', password: PASSWORD };
  for (const more of [{ id: 'x' }, { breakGlass: true }, { active: true }, { service: true }, { environments: null }]) {
    const answer = await office.ask('POST', '/users', { cookie: office.admin, json: { ...person, ...more } });
    expect([answer.status, answer.body['code']], JSON.stringify(more)).toEqual([400, 'body_invalid']);
  }
  const { id, cookie } = await office.person('viewer');
  for (const json of [
    { role: 'viewer', permissions: ['audit.see'] },
    { role: 'viewer', break_glass: true },
  ]) {
    expect((await office.ask('PUT', `/users/${id}/role`, { cookie: office.admin, json })).status).toBe(400);
  }
  expect((await office.ask('PUT', `/users/${id}/role`, { cookie, json: { role: 'admin' } })).status).toBe(403);
  const [row] = await arena.stage.store.sql`select role, break_glass from app_user where id = ${id}`;
  expect(row).toEqual({ role: 'viewer', break_glass: false });
});

attack('Z04', 'a viewer sets nothing in motion', here, async () => {
  const flow = await arena.flow([]);
  const { cookie } = await office.person('viewer');
  const before = arena.partner.arrivals.length;
  const acts: [string, string, object][] = [
    ['POST', '/replays', { environment: 'dev', reason: 'because' }],
    ['POST', '/replays/plan', { environment: 'dev' }],
    ['POST', `/flows/${flow}/messages`, { environment: 'dev', message: { text: '{}' } }],
    [
      'POST',
      `/flows/${flow}/try`,
      { environment: 'dev', answers: 'partners', message: { contentType: 'application/json', body: '{}' } },
    ],
    ['POST', '/connections/partner/try', { environment: 'dev' }],
    ['PUT', `/flows/${flow}/live`, { environment: 'dev', version: 1 }],
    ['POST', '/expressions/evaluate', { language: 'jsonata', text: '1', messages: [{}] }],
  ];
  for (const [method, path, json] of acts) {
    expect((await office.ask(method, path, { cookie, json })).status, path).toBe(403);
  }
  expect(arena.partner.arrivals.length).toBe(before);
});

attack('Z05', 'a secret goes to the hosts it is bound to and no other', here, async (_, leaks) => {
  const move = {
    ...{ environment: 'dev', type: 'http', classes: ['open'] },
    settings: { baseUrl: arena.canaries.url, auth: 'bearer' },
  };
  const moved = await office.ask('PUT', '/connections/partner', { cookie: office.admin, json: move });
  expect(moved.status).toBeGreaterThanOrEqual(400);
  leaks.push(moved.text);
  const listed = await office.ask('GET', '/secrets?environment=prod', { cookie: office.admin });
  leaks.push(listed.text, (await office.ask('GET', '/connections?environment=dev', { cookie: office.admin })).text);
  expect(listed.text).not.toContain(arena.canaries.foreign);
});

attack(
  'Z06',
  'a release from a file is what its id says, of a version we know, and runs nothing by itself',
  here,
  async () => {
    const flow = await arena.flow([]);
    const json = { environment: 'dev', flows: [flow], title: 'Attack' };
    const made = await office.ask('POST', '/releases', { cookie: office.admin, json });
    const { body } = await office.ask('GET', `/releases/${String(made.body['id'])}/content`, { cookie: office.admin });
    const { id, content } = body as unknown as {
      id: string;
      content: { schema: number; flows: { document: { nodes: object[] } }[] };
    };
    const take = (changed: unknown) =>
      office.ask('POST', '/releases/import', { cookie: office.admin, json: { id, title: 'x', content: changed } });
    expect((await take(content)).body).toMatchObject({ id, made: false });
    const hidden = structuredClone(content);
    hidden.flows[0]!.document.nodes.push({ id: 'hidden', type: 'transform.code', config: { source: 'return 1' } });
    expect((await take(hidden)).body['code']).toBe('release_altered');
    expect((await take({ ...content, schema: 2 })).body['code']).toBe('release_newer');
    const promotion = { environment: 'prod', reason: 'because I say so' };
    const wanted = await office.ask('POST', `/releases/${id}/promotions`, { cookie: office.admin, json: promotion });
    // prod is protected: the checks stand in the way, or somebody else has to approve it.
    expect(wanted.status === 409 || wanted.status === 422 || wanted.body['state'] === 'waiting').toBe(true);
    const [live] = await arena.stage.store.sql`
    select 1 from deployment d join environment e on e.id = d.environment_id where e.name = 'prod' and d.active`;
    expect(live).toBeUndefined();
  },
);

attack('N03', 'guessing is stopped by account and by address, and tells nothing', here, async () => {
  const { email } = await office.person('auditor');
  const guess = (who: string, from: string) =>
    office.ask('POST', '/session', { json: { email: who, password: 'a wrong guess' }, from });
  const byAccount = [];
  for (let i = 0; i < 8; i++) byAccount.push((await guess(email, `127.0.1.${i + 1}`)).status);
  expect(byAccount).toEqual([401, 401, 401, 401, 401, 429, 429, 429]);
  const byAddress = [];
  for (let i = 0; i < 8; i++) byAddress.push((await guess(`nobody${i}@hospital.test`, '127.0.2.1')).status);
  expect(byAddress).toEqual([401, 401, 401, 401, 401, 429, 429, 429]);
  const [known, unknown] = [await guess('admin@throughline.local', '127.0.3.1'), await guess('x@y.test', '127.0.3.2')];
  expect({ ...known.body, instance: '' }).toEqual({ ...unknown.body, instance: '' });
});

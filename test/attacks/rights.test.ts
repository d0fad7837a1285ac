import { deploy, saveSecret } from '@throughline/store';
import { afterAll, beforeAll, expect } from 'vitest';
import { flowOf, node, until } from '../support/stage.ts';
import { type Arena, openArena } from './arena.ts';
import { holds } from './canaries.ts';
import { attack } from './case.ts';
import { client } from './partners.ts';
import { firstAdmin, type Person, person, somebody, type Told, token } from './people.ts';

/* SECURITY.md section E: rights, other environments' things, and what people may not say of themselves. */
let arena: Arena;
let admin: Person;
/** A run, a client and a flow of prod, which tokens for dev have no part in. */
const there = { run: '', client: '', flow: 'attack-of-prod' };
const RANDOM = '01890000-0000-7000-8000-000000000000';

beforeAll(async () => {
  arena = await openArena({ people: true });
  admin = await firstAdmin(arena);
  await saveSecret(arena.stage.store, { environment: 'dev', name: 'elsewhere', value: 'the value of dev', by: 'test' });
  const authentication = { mode: 'api-key', header: 'X-API-Key', secret: 'elsewhere' };
  const patient = { name: 'patient', path: 'patient', class: 'phi' };
  const keys = { idempotency: ['id'], order: null, business: [patient], correlation: null };
  const nodes = [
    node('in', 'trigger.http', { path: there.flow, authentication, keys }),
    node('send', 'connector.http', { connection: 'partner', url: '/prod' }),
  ];
  await arena.live(flowOf(there.flow, nodes, ['in>send']));
  await deploy(arena.stage.store, { environment: 'prod', flow: there.flow, version: 1, by: 'test' });
  await until(async () => {
    const answer = await fetch(`${arena.url}/in/prod/${there.flow}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': arena.canaries.foreign },
      body: JSON.stringify({ id: 'z02', patient: arena.canaries.patient.id }),
    });
    if (answer.status === 202) there.run = ((await answer.json()) as { messageId: string }).messageId;
    return answer.status === 202;
  }, 60);
  there.client = await client(arena, [there.flow], { environment: 'prod' });
}, 300_000);
afterAll(() => arena.close());
const here = () => arena;

/** Every route as the server describes it, its names filled with what is nowhere. */
async function routes(): Promise<{ method: string; path: string; open: boolean }[]> {
  const answer = await fetch(`${arena.url}/api/openapi.json`);
  const { paths } = (await answer.json()) as { paths: Record<string, Record<string, { security: object[] }>> };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { security }]) => ({
      method,
      path: path.replace('/api/v1', '').replaceAll(/\{\w+\}/g, RANDOM),
      open: security.length === 0,
    })),
  );
}

attack(
  'Z01',
  'every route, to nobody, to a made-up token and session, to a token without any of its rights',
  here,
  async () => {
    const nobody = somebody(arena);
    const forged = somebody(arena, { authorization: `Bearer tl_${'A'.repeat(43)}` });
    const session = somebody(arena, { cookie: '__Host-throughline=forged.forged; throughline=forged' });
    const poor = await token(arena, admin, ['table.see'], ['dev']);
    const all = await routes();
    expect(all.length).toBeGreaterThan(80);
    await together(all, async ({ method, path, open }) => {
      const body = method === 'get' || method === 'delete' ? undefined : {};
      for (const who of open ? [] : [nobody, forged, session]) {
        expect([method, path, (await who.ask(method, path, body)).status]).toEqual([method, path, 401]);
      }
      const told = await poor.ask(method, path, body);
      expect([method, path, told.status >= 500]).toEqual([method, path, false]);
      // Only what is the caller's own, or everybody's, answers well.
      if (told.status < 300) expect(path).toMatch(/^\/(session|sign-in|roles|views|events|tables|unmapped)/);
    });
  },
);

/** Several at a time. */
async function together<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const left = [...all];
  const next = async (): Promise<void> => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) await work(one);
  };
  await Promise.all(Array.from({ length: 8 }, next));
}

/** The same answer as for what does not exist, but for the request's own name. */
function alike(one: Told, other: Told): void {
  const plain = ({ status, body: { instance: _, ...rest } }: Told) => ({ status, rest });
  expect(plain(one)).toEqual(plain(other));
  expect(one.status).toBe(404);
}

attack('Z02', 'things of another environment, by id: as if they did not exist', here, async (_, leaks) => {
  const all = ['door.see', 'door.manage', 'run.see', 'message.see', 'message.replay', 'quarantine.manage', 'flow.see'];
  const limited = await token(
    arena,
    admin,
    [...all, 'connection.see', 'connection.manage', 'release.make', 'audit.see'],
    ['dev'],
  );
  const both: [string, string, unknown?][] = [
    ['get', '/runs/:run'],
    ['get', '/runs/:run/message'],
    ['get', '/runs/:run/steps/0'],
    ['put', '/clients/:client', { active: false }],
    ['post', '/clients/:client/keys', { kind: 'api-key', days: 1 }],
    ['post', `/clients/:client/keys/${RANDOM}/rotation`, {}],
    ['delete', `/clients/:client/keys/${RANDOM}`],
  ];
  await together(both, async ([method, path, json]) => {
    const asked = (id: string) => limited.ask(method, path.replace(/:run|:client/, id), json);
    const told = await asked(path.includes(':run') ? there.run : there.client);
    leaks.push(told.text);
    alike(told, await asked(RANDOM));
  });
  const lists = [
    'runs',
    'quarantine',
    'doors',
    'clients',
    'connections',
    'secrets',
    'flows',
    'ledger',
    'destinations',
    'replays',
    'policies',
  ];
  await together(lists, async (list) => {
    const told = await limited.ask('get', `/${list}?environment=prod`);
    leaks.push(told.text);
    alike(told, await limited.ask('get', `/${list}?environment=nowhere`));
  });
  const key = encodeURIComponent(arena.canaries.patient.id);
  for (const path of [
    `/timeline?environment=dev&key=${key}`,
    `/runs?environment=dev&search=${key}`,
    '/runs?environment=dev',
    '/runs/export?environment=dev',
  ]) {
    const told = await limited.ask('get', path);
    leaks.push(told.text);
    expect(told.text).not.toContain(there.run);
  }
  const seen = await (await token(arena, admin, ['run.see'])).ask('get', `/runs/${there.run}`);
  expect(seen.status).toBe(200);
});

attack('Z03', 'members that are not the caller’s to say', here, async () => {
  const said: [string, string, Record<string, unknown>][] = [
    [
      'post',
      '/users',
      { email: 'z03@hospital.test', name: 'z', role: 'viewer', password: 'long enough it is', id: RANDOM },
    ],
    [
      'post',
      '/users',
      { email: 'z03@hospital.test', name: 'z', role: 'viewer', password: 'long enough it is', passwordHash: 'x' },
    ],
    ['post', '/tokens', { name: 'z', permissions: ['flow.see'], userId: RANDOM }],
    ['post', '/tokens', { name: 'z', permissions: ['flow.see'], expiresAt: '2099-01-01T00:00:00Z' }],
    ['post', '/clients', { environment: 'dev', name: 'z', active: true }],
    ['post', '/clients', { environment: 'dev', name: 'z', environmentId: 1, id: RANDOM }],
    ['post', '/environments', { name: 'z03', title: 'Z', colour: 'teal', id: 99 }],
    ['put', '/views', { screen: 'runs', name: 'z', query: {}, owner: 'somebody' }],
    [
      'post',
      '/policies/exceptions',
      { environment: 'dev', flow: 'f', node: 'n', rule: 'dead-end', reason: 'a reason', days: 3, approvedBy: 'me' },
    ],
  ];
  for (const [method, path, json] of said) {
    const told = await admin.ask(method, path, json);
    expect([path, told.status, told.body['code']]).toEqual([path, 400, 'body_invalid']);
  }
  const proto = JSON.parse('{"environment":"dev","name":"z03 proto","__proto__":{"active":false}}') as object;
  const told = await admin.ask('post', '/clients', proto);
  expect([201, 400]).toContain(told.status);
  const { sql } = arena.stage.store;
  expect(
    await sql`select 1 from app_user where email like 'z03%' union all select 1 from client where name = 'z'`,
  ).toEqual([]);
  for (const { active } of await sql<{ active: boolean }[]>`select active from client where name = 'z03 proto'`) {
    expect(active).toBe(true);
  }
});

attack('Z04', 'a viewer does what has an effect', here, async () => {
  const viewer = await person(arena, admin, 'viewer');
  const before = arena.partner.arrivals.length;
  const acts: [string, string, unknown?][] = [
    ['post', '/replays/plan', { environment: 'dev' }],
    ['post', '/replays', { environment: 'dev', reason: 'again please' }],
    ['post', `/flows/${there.flow}/messages`, { environment: 'dev', message: { text: '{}' } }],
    [
      'post',
      `/flows/${there.flow}/try`,
      { environment: 'dev', message: { contentType: 'application/json', body: '{}' }, answers: 'partners' },
    ],
    ['post', `/flows/${there.flow}/tests`, { environment: 'dev' }],
    ['post', '/expressions/evaluate', { language: 'jsonata', text: '1', messages: [{}] }],
    ['post', '/connections/partner/try', { environment: 'dev' }],
    ['put', `/quarantine/${RANDOM}/decision`, { state: 'discarded', reason: 'away with it' }],
    ['put', `/flows/${there.flow}/live`, { environment: 'prod', version: 1 }],
    ['put', `/doors/${there.flow}/in`, { environment: 'dev', settings: {} }],
    ['post', `/clients/${there.client}/keys`, { kind: 'api-key' }],
    ['put', '/proxies', { environment: 'dev', proxies: [] }],
    ['put', '/secrets/elsewhere', { environment: 'dev', value: 'of the viewer' }],
    ['post', '/releases', { environment: 'dev', title: 'mine' }],
    ['post', `/runs/${there.run}/reveal`, { reason: 'just curious' }],
    ['post', '/keys/rewrap'],
    ['put', '/environments/dev', { title: 'Mine' }],
  ];
  for (const [method, path, json] of acts) {
    expect([method, path, (await viewer.ask(method, path, json)).status]).toEqual([method, path, 403]);
  }
  expect(arena.partner.arrivals.length).toBe(before);
});

attack('Z05', 'a secret to a host that it is not bound to, kept or by way of a trial', here, async (_, leaks) => {
  const settings = { baseUrl: arena.canaries.url, auth: 'bearer' };
  const moved = await admin.ask('put', '/connections/partner', { environment: 'dev', type: 'http', settings });
  expect([moved.status, moved.body['code']]).toEqual([409, 'secret_host_changed']);
  const tried = await admin.ask('post', '/connections/partner/try', {
    environment: 'dev',
    draft: { type: 'http', settings },
  });
  leaks.push(moved.text, tried.text);
  expect(tried.body).toMatchObject({ ok: false });
  for (const text of leaks) expect(holds(text, arena.canaries.secret)).toBe(false);
  const listed = [
    await admin.ask('get', '/secrets?environment=dev'),
    await admin.ask('get', '/connections?environment=dev'),
  ];
  for (const { text } of listed) expect(holds(text, arena.canaries.secret)).toBe(false);
});

attack('Z05', 'a flow that names a secret or a connection of another environment', here, async () => {
  // The same name is another secret in each environment; a path to another's is no name at all.
  for (const name of ['prod/elsewhere', '../prod/elsewhere', 'prod:elsewhere']) {
    const rule = { mode: 'api-key', header: 'X-API-Key', secret: name };
    await expect(arena.flow([], { trigger: { authentication: rule } })).rejects.toThrow();
    await expect(arena.flow([], { send: { connection: name } })).rejects.toThrow();
  }
  const flow = await arena.flow([], {
    trigger: { authentication: { mode: 'api-key', header: 'X-API-Key', secret: 'elsewhere' } },
  });
  const foreign = await arena.post(flow, '{}', { 'x-api-key': arena.canaries.foreign });
  expect(foreign.status).toBe(401);
});

attack('Z06', 'a document under another flow’s name, of a newer form, with a node nobody knows', here, async () => {
  const good = flowOf(
    'z06',
    [
      node('in', 'trigger.http', { path: 'z06' }),
      node('send', 'connector.http', { connection: 'partner', url: '/z06' }),
    ],
    ['in>send'],
  );
  const publish = (flow: string, document: object) => admin.ask('post', `/flows/${flow}/versions`, { document });
  expect((await publish('another', good)).body).toMatchObject({ status: 400, code: 'flow_other' });
  const wrong: object[] = [
    { ...good, schema: 99 },
    {
      ...good,
      nodes: [...good.nodes, { ...node('x', 'transform.code', { source: 'return 1' }), type: 'transform.shell' }],
    },
    { ...good, nodes: good.nodes.map((one) => ({ ...one, version: 99 })) },
    { ...good, nodes: good.nodes.map((one) => ({ ...one, config: { ...one.config, run: 'rm -rf /' } })) },
    { ...good, wires: [...good.wires, { from: 'send', port: 'out', to: '../in' }] },
  ];
  for (const document of wrong) {
    const told = await publish('z06', document);
    const errors =
      (told.body['problems'] as { severity: string }[] | undefined)?.filter(({ severity }) => severity === 'error') ??
      [];
    expect(told.status === 400 || (told.body['version'] === null && errors.length > 0), told.text).toBe(true);
  }
  expect(await arena.stage.store.sql`select 1 from flow_version where flow_id in ('z06', 'another')`).toEqual([]);
});

attack('Z06', 'a release into a protected environment by one person alone, by session and by token', here, async () => {
  const made = await admin.ask('post', '/releases', { environment: 'dev', title: 'Z06' });
  expect(made.status, made.text).toBe(201);
  const number = String(made.body['number'] ?? made.body['id']);
  const own = await token(arena, admin, ['release.make', 'release.approve', 'flow.see']);
  const asked = await admin.ask('post', `/releases/${number}/promotions`, { environment: 'prod', reason: 'as tested' });
  // Either the checks stand in its way, or it waits for somebody else; never is it live by this.
  if (asked.status === 201) {
    expect(asked.body['state']).toBe('waiting');
    for (const who of [admin, own]) {
      const decided = await who.ask('put', `/promotions/${String(asked.body['id'])}/decision`, {
        approve: true,
        reason: 'I say so',
      });
      expect(decided.status).not.toBe(200);
    }
  } else expect([409, 422]).toContain(asked.status);
  const live = await admin.ask('put', `/flows/${there.flow}/live`, { environment: 'prod', version: 1 });
  expect([live.status, live.body['code']]).toEqual([409, 'environment_protected']);
  const altered = arena.stage.store.sql`update release set content = replace(content, 'z', 'y')`;
  await expect(altered).rejects.toThrow('a release never changes');
});

import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { saveConnection, saveEnvironment } from '@throughline/store';
import { afterAll, beforeAll, expect } from 'vitest';
import { openSshServer } from '../support/ssh-server.ts';
import { flowOf, node, until } from '../support/stage.ts';
import { type Arena, code, map, openArena } from './arena.ts';
import { everythingStored, holds } from './canaries.ts';
import { attack } from './case.ts';

/* SECURITY.md L01 and L03: a secret in use and a patient in a message, failed in every way, then looked for everywhere. */
let arena: Arena;
beforeAll(async () => {
  arena = await openArena();
}, 120_000);
afterAll(() => arena.close());
const here = () => arena;

const bound = (settings: Record<string, unknown>, host: string) => ({
  environment: 'dev',
  type: 'http' as const,
  by: 'test',
  settings: { auth: 'bearer', ...settings },
  hosts: [host],
  secrets: { token: arena.canaries.secret },
});

/** Everything that is kept or written outside the sealed bodies. */
async function everywhere(): Promise<Map<string, string>> {
  const places = await everythingStored(arena.stage.store);
  places.set('standard streams', arena.logged());
  places.set('/metrics', await (await fetch(`${arena.url}/metrics`)).text());
  places.set('/readyz', await (await fetch(`${arena.url}/readyz`)).text());
  return places;
}

async function nowhere(value: string, what: string): Promise<void> {
  const found = [...(await everywhere())].filter(([, text]) => holds(text, value)).map(([place]) => place);
  expect(found, `${what} stands in clear`).toEqual([]);
}

attack('L01', 'a secret, by every way a delivery fails, is kept nowhere in clear', here, async (_, leaks) => {
  const { secret } = arena.canaries;
  const silent = createServer(() => {});
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const { port } = silent.address() as AddressInfo;
  const answers: ((echo: string) => { status: number; type: string; body: string })[] = [
    (echo) => ({ status: 401, type: 'application/json', body: JSON.stringify({ error: `unknown token ${echo}` }) }),
    (echo) => ({ status: 400, type: 'text/plain', body: `Authorization: Bearer ${echo}` }),
    (echo) => ({ status: 500, type: 'text/html', body: `<pre>${echo}</pre>` }),
    (echo) => ({
      status: 200,
      type: 'application/json',
      body: JSON.stringify({ token: echo, encoded: Buffer.from(echo).toString('base64') }),
    }),
  ];
  for (const answer of answers) {
    arena.partner.answer = (__, res) => {
      const { status, type, body } = answer(secret);
      res.writeHead(status, { 'content-type': type, 'x-echo': secret }).end(body);
    };
    const flow = await arena.flow([], { send: { reply: { becomes: 'message' } } });
    const { stop, trace } = await arena.fate(flow, { n: 1 });
    leaks.push(JSON.stringify(stop));
    expect(holds(JSON.stringify(stop), secret)).toBe(false);
    // A destination may say the secret back: what is kept of its answer is masked.
    expect(holds(JSON.stringify(trace), secret)).toBe(false);
  }
  arena.partner.answer = (__, res) => void res.destroy();
  await arena.fate(await arena.flow([]), { n: 2 });
  const { store } = arena.stage;
  const places = {
    refused: `http://127.0.0.1:${port + 1}`,
    unknown: 'http://no-such-host.invalid',
    tls: arena.partner.url.replace('http', 'https'),
  };
  for (const [name, baseUrl] of Object.entries(places)) {
    await saveConnection(store, { ...bound({ baseUrl }, new URL(baseUrl).host), name });
    await arena.fate(await arena.flow([], { send: { connection: name } }), { n: 3 });
  }
  const ways = {
    basic: { auth: 'basic', username: 'us', password: secret },
    key: { auth: 'apiKey', header: 'X-API-Key', apiKey: secret },
    oauth: { auth: 'oauth2', tokenUrl: arena.partner.url, clientId: 'us', clientSecret: secret },
  };
  arena.partner.answer = (__, res) => void res.writeHead(403, { location: `/?t=${secret}` }).end(`refused: ${secret}`);
  for (const [name, { password, apiKey, clientSecret, ...settings }] of Object.entries<Record<string, string>>(ways)) {
    const { host } = new URL(arena.partner.url);
    const secrets = Object.fromEntries(Object.entries({ password, apiKey, clientSecret }).filter(([, one]) => one));
    await saveConnection(store, {
      ...bound({ ...settings, baseUrl: arena.partner.url }, host),
      name,
      secrets: secrets as Record<string, string>,
    });
    const { stop } = await arena.fate(await arena.flow([], { send: { connection: name } }), { n: 4 });
    expect(holds(JSON.stringify(stop), secret)).toBe(false);
  }
  arena.partner.answer = () => {};
  await arena.fate(await arena.flow([], { send: { timeoutS: 1 } }), { n: 4 });
  await arena.fate(await arena.flow([code('throw new Error(JSON.stringify(context));')]), { n: 4 });
  await arena.fate(await arena.flow([code('const all = []; while (true) all.push("x".repeat(1e6) + all.length);')]), {
    n: 4,
  });
  await arena.fate(await arena.flow([map('$error("out: " & $string($))')]), { n: 5 });
  await new Promise((resolve) => silent.close(resolve));
  arena.partner.answer = (__, res, commit) => {
    commit();
    res.writeHead(200).end('{}');
  };
  await nowhere(secret, 'the secret');
});

attack('L01', 'a secret of a file host, a database and a broker, refused and said back', here, async (_, leaks) => {
  const { secret } = arena.canaries;
  const folder = mkdtempSync(join(tmpdir(), 'throughline-leaks-'));
  const ssh = await openSshServer({ folder, user: 'us', password: 'another one' });
  // Says back whatever it hears, as a debugging proxy would.
  const echo = createServer((socket) => socket.on('error', () => {}).pipe(socket));
  await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve));
  const database = new URL(arena.stage.databaseUrl);
  const at = (port: number) => ({ host: '127.0.0.1', port, username: 'us' });
  const kinds = {
    sftp: { place: at(ssh.port), settings: { auth: 'password', hostKeys: [ssh.fingerprint] }, config: {} },
    sql: {
      place: at(Number(database.port)),
      settings: { database: database.pathname.slice(1), tls: false },
      config: { statement: 'select 1' },
    },
    amqp: {
      place: at((echo.address() as AddressInfo).port),
      settings: { tls: false },
      config: { routingKey: 'arrivals' },
    },
  };
  const ports = [Number(new URL(arena.partner.url).port), ...Object.values(kinds).map(({ place }) => place.port)];
  const egress = [{ to: '127.0.0.1', ports, reason: 'servers of this attack' }];
  const dev = { name: 'dev', title: 'Dev', colour: 'teal', protected: false, settings: { egress } };
  await saveEnvironment(arena.stage.store, dev);
  for (const [kind, { place, settings, config }] of Object.entries(kinds)) {
    await saveConnection(arena.stage.store, {
      ...{ environment: 'dev', name: `leak-${kind}`, type: kind, settings: { ...place, ...settings }, by: 'test' },
      hosts: [`${place.host}:${place.port}`],
      secrets: { password: secret },
    });
    const id = `attack-leak-${kind}`;
    const retry = { firstS: 1, maxS: 1, budgetS: 0 };
    const out = node('out', `connector.${kind}`, { connection: `leak-${kind}`, ...config, retry });
    await arena.live(flowOf(id, [node('in', 'trigger.http', { path: id }), out], ['in>out']));
    // The worker hears of the rules within two seconds.
    let stop: Awaited<ReturnType<Arena['last']>>['stop'] = null;
    await until(async () => {
      expect((await arena.post(id, { n: 1 })).status).toBe(202);
      ({ stop } = await arena.last(id));
      return stop?.code !== 'egress_blocked';
    }, 20);
    leaks.push(JSON.stringify(stop));
    expect(stop).toMatchObject({ node: 'out', code: kind === 'amqp' ? expect.any(String) : 'sign_in_refused' });
    expect(holds(JSON.stringify(stop), secret)).toBe(false);
  }
  await ssh.close();
  await new Promise((resolve) => echo.close(resolve));
  rmSync(folder, { recursive: true });
  await nowhere(secret, 'the secret');
});

attack('L01', 'a step cannot carry the secret off: code and expressions never see it', here, async (_, leaks) => {
  const flow = await arena.flow([code('return { all: [message, context, Reflect.ownKeys(globalThis).map(String)] };')]);
  const sent = await arena.sent(flow, {});
  leaks.push(...sent);
  expect(holds(sent.join(), arena.canaries.secret)).toBe(false);
  const away = await arena.flow([], { send: { url: { template: 'http://127.0.0.1:{{ port }}/' } } });
  const { stop } = await arena.fate(away, { port: arena.canaries.port });
  expect(['connection_host_mismatch', 'egress_blocked', 'url_escapes_base', 'setting_invalid']).toContain(stop?.code);
});

attack('L02', 'a step names the secret, by every word that might lead to it', here, async (_, leaks) => {
  const words = [
    'secrets.partner.token',
    'context.secrets.token',
    'connection.secrets.token',
    '$secret("partner/token")',
  ];
  for (const word of words) {
    const headers = { 'X-Word': { expr: `$string(${word})` } };
    const flow = await arena.flow([map(`{"in": ${word}}`)], { send: { headers } }).catch((error: Error) => error);
    // Refused when it is published, or it comes to nothing.
    if (flow instanceof Error) continue;
    await arena.fate(flow, { n: 1 });
    for (const { body, headers: sent } of arena.partner.arrivals.filter(({ path }) => path === `/${flow}`)) {
      const { authorization: _own, ...others } = sent;
      leaks.push(body);
      expect(holds(JSON.stringify([body, others]), arena.canaries.secret)).toBe(false);
    }
  }
});

attack(
  'L02',
  'a secret that a partner says back goes no further, and none goes into an address',
  here,
  async (_, leaks) => {
    const { secret } = arena.canaries;
    arena.partner.answer = (__, res, commit) => {
      commit();
      const said = { said: secret, twice: Buffer.from(secret).toString('base64') };
      res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(said));
    };
    const first = node('first', 'connector.http', { connection: 'partner', url: '/echo' });
    const copied = await arena.flow([first, map('{"copy": said, "again": twice, "all": $string($)}')]);
    const { sent, trace } = await arena.fate(copied, { n: 1 });
    leaks.push(...sent, JSON.stringify(trace));
    expect(sent.join()).toContain('copy');
    for (const text of leaks) expect(holds(text, secret)).toBe(false);

    const before = arena.partner.arrivals.length;
    const encoded = Buffer.from(secret).toString('base64url');
    const addresses: Record<string, unknown>[] = [
      { url: { template: '/x?token={{ token }}' } },
      { url: { template: '/x/{{ token }}' } },
      { url: '/x', query: { token: { expr: 'token' } } },
      { url: '/x', query: { token: { expr: 'encoded' } } },
    ];
    for (const send of addresses) {
      const { stop } = await arena.fate(await arena.flow([], { send }), { token: secret, encoded });
      leaks.push(JSON.stringify(stop));
      expect(stop, JSON.stringify(send)).toMatchObject({ code: 'secret_in_address' });
      expect(holds(JSON.stringify(stop), secret)).toBe(false);
    }
    expect(arena.partner.arrivals.length).toBe(before);
  },
);

attack('L03', 'a patient, by every way a message fails, stands in sealed bodies only', here, async (_, leaks) => {
  const { name, id } = arena.canaries.patient;
  const message = { patient: { name, id }, lines: [{ qty: `${id} pieces` }] };
  const phi = { name: 'patient', path: 'patient.id', class: 'phi' };
  const trigger = { keys: { idempotency: ['patient.id'], order: null, business: [phi], correlation: null } };
  const failing = [
    [code('throw new Error("no bed for " + message.patient.name);')],
    [code('throw Object.assign(new Error("x"), { path: message.patient.id });')],
    [code('return JSON.parse(message.patient.name);')],
    [map('$number(patient.id)')],
    [map('$error(patient.name)')],
    [map('lines.$number(qty)')],
    [node('check', 'transform.validate', { contract: 'supply-usage@1' })],
    [node('parse', 'transform.parse', { format: 'hl7v2', from: 'patient.name' })],
    [code('while (message.patient.name) {}')],
  ];
  for (const nodes of failing) {
    const { stop } = await arena.fate(await arena.flow(nodes, { trigger }), message);
    leaks.push(JSON.stringify(stop));
    expect(stop).not.toBeNull();
    expect(JSON.stringify(stop)).not.toMatch(/ZZCANARY|999-CANARY/);
  }
  const door = await arena.flow([], { trigger: { ...trigger, contract: 'supply-usage@1' } });
  for (const body of [JSON.stringify(message), `{"patient":"${name}`, `${name}`, JSON.stringify({ [id]: name })]) {
    const text = await (await arena.post(door, body)).text();
    expect(text).not.toMatch(/ZZCANARY/);
  }
  arena.partner.answer = (__, res) =>
    void res
      .writeHead(422, { 'content-type': 'application/json' })
      .end(JSON.stringify({ error: `${name} is unknown` }));
  const { stop } = await arena.fate(await arena.flow([], { trigger }), message);
  expect(JSON.stringify(stop)).not.toMatch(/ZZCANARY|999-CANARY/);
  arena.partner.answer = (__, res, commit) => {
    commit();
    res.writeHead(200).end('{}');
  };
  await until(async () => (await arena.stage.ledger(door)) !== undefined);
  await nowhere(name, 'the patient’s name');
  await nowhere(id, 'the patient’s number');
});

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRuns } from '@throughline/nodes/runs';
import { saveConnection } from '@throughline/store';
import { afterAll, beforeAll, expect } from 'vitest';
import { flowOf, node } from '../support/stage.ts';
import { type Arena, openArena } from './arena.ts';
import { attack } from './case.ts';

/* SECURITY.md section C: outgoing requests. The canary listens on both loopbacks, at a port that no rule opens. */
let arena: Arena;
beforeAll(async () => {
  arena = await openArena();
}, 120_000);
afterAll(() => arena.close());
const here = () => arena;

/** A flow whose destination the message names, as a careless one would. */
async function aimed(): Promise<string> {
  return arena.flow([], { send: { connection: undefined, url: { template: '{{ to }}' } } });
}

async function blocked(to: string, leaks: string[]): Promise<void> {
  const { stop } = await arena.fate(await aimed(), { to });
  leaks.push(JSON.stringify(stop));
  expect(['egress_blocked', 'setting_invalid', 'address_incomplete'], to).toContain(stop?.code);
  expect(stop?.sentence).not.toMatch(/postgres|\/work|ECONN/i);
}

const HOSTS = [
  '127.0.0.1',
  '127.1',
  '0x7f000001',
  '0177.0.0.1',
  '2130706433',
  '127.0.0.1.',
  '１２７.０.０.１',
  '①②⑦.⓪.⓪.①',
  'localhost',
  'LOCALHOST.',
  '0.0.0.0',
  '0',
  '[::1]',
  '[::]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[64:ff9b::7f00:1]',
  '169.254.169.254',
  '[fe80::1]',
  '[fd00::1]',
  '10.0.0.1',
  '100.64.0.1',
  '192.168.0.1',
  '172.16.0.1',
];
for (const host of HOSTS)
  attack('R01', host, here, (_, leaks) => blocked(`http://${host}:${arena.canaries.port}/`, leaks));

attack('R02', 'a name that resolves into the house', here, async (_, leaks) => {
  for (const host of ['localhost', 'ip6-localhost', 'localhost.localdomain']) {
    const { stop } = await arena.fate(await aimed(), { to: `http://${host}:${arena.canaries.port}/` });
    leaks.push(JSON.stringify(stop));
    expect(['egress_blocked', 'dns_failed']).toContain(stop?.code);
  }
});

attack('R02', 'a name that changes its mind between the check and the connection', here, async () => {
  let asked = 0;
  const runs = createRuns(async () => [asked++ === 0 ? '203.0.113.7' : '127.0.0.1']);
  const context = {
    messageId: 'm',
    runId: 'r',
    correlationId: 'c',
    environment: 'dev',
    flow: 'f',
    version: 1,
    acceptedAt: new Date().toISOString(),
    keys: {},
    trigger: { node: 'in', type: 'trigger.http', contentType: 'application/json', headers: {}, params: {} },
  };
  const reach = {
    connection: async () => Promise.reject(new Error('none')),
    allow: [],
    fileRoot: '/',
    cache: { get: () => undefined, set: () => {} },
  };
  const settings = {
    url: `http://rebind.example/`,
    method: 'POST',
    headers: {},
    query: {},
    expect: [],
    reply: { becomes: 'answer' },
    timeoutS: 1,
  };
  const signal = AbortSignal.timeout(3000);
  await expect(
    runs.effect.get('connector.http')!({ message: '{}', settings, key: 'k', attempt: 1, context, reach, signal }),
  ).rejects.toMatchObject({ name: 'StepFailure' });
  await runs.close();
});

attack('R03', 'a redirect into the house, to another scheme, and on and on', here, async (_, leaks) => {
  const to = [
    `http://127.0.0.1:${arena.canaries.port}/`,
    `http://[::1]:${arena.canaries.port}/`,
    `http://localhost:${arena.canaries.port}/`,
    'file:///etc/passwd',
    '//169.254.169.254/latest/meta-data/',
  ];
  for (const status of [307, 308]) {
    for (const location of to) {
      arena.partner.answer = (__, res) => void res.writeHead(status, { location }).end();
      const { stop, sent } = await arena.fate(await arena.flow([]), {});
      leaks.push(JSON.stringify(stop));
      expect(
        [
          'egress_blocked',
          'redirects_exceeded',
          'http_307',
          'http_308',
          'connection_host_mismatch',
          'url_escapes_base',
        ],
        location,
      ).toContain(stop?.code);
      expect(sent.length).toBeLessThanOrEqual(4);
    }
  }
  arena.partner.answer = (arrived, res) => void res.writeHead(307, { location: `${arrived.path}` }).end();
  const { stop } = await arena.fate(await arena.flow([]), {});
  expect(stop?.code).toBe('redirects_exceeded');
  arena.partner.answer = (__, res, commit) => {
    commit();
    res.writeHead(200).end('{}');
  };
});

attack('R03', 'credentials do not follow to another host', here, async () => {
  const seen: (string | undefined)[] = [];
  const other = createServer((req, res) => {
    seen.push(req.headers.authorization);
    res.end('{}');
  });
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  arena.partner.answer = (_, res) => void res.writeHead(307, { location: `http://127.0.0.1:${port}/` }).end();
  const { stop } = await arena.fate(await arena.flow([]), {});
  // No rule opens the other port, so it is not even reached; were it, nothing may come along.
  expect(stop?.code).toBe('egress_blocked');
  expect(seen).toEqual([]);
  arena.partner.answer = (_, res, commit) => {
    commit();
    res.writeHead(200).end('{}');
  };
  await new Promise((resolve) => other.close(resolve));
});

const SCHEMES = [
  'file:///etc/passwd',
  'gopher://127.0.0.1:25/_HELO',
  'data:text/plain,hello',
  'ftp://127.0.0.1/',
  'http://user:pass@127.0.0.1/',
  'unix:/var/run/docker.sock',
  'http://198.51.100.7:22/',
  'http://198.51.100.7:25/',
  'http://198.51.100.7:5432/',
  'javascript:alert(1)',
  'not a url',
];
for (const to of SCHEMES) attack('R04', to, here, (_, leaks) => blocked(to, leaks));

attack('R04', 'proxy variables of the environment are not followed', here, async () => {
  expect(await arena.sent(await arena.flow([]), { n: 1 })).toEqual(['{"n":1}']);
});

/** Every type that can leave the house, aimed at the canary; a new one without an aim fails. */
const AIMS: Record<string, ((port: number) => Record<string, unknown>) | null> = {
  'connector.http': (port) => ({ connection: undefined, url: `http://127.0.0.1:${port}/` }),
  'connector.mllp': (port) => ({ connection: undefined, host: '127.0.0.1', port }),
  'enrich.http-lookup': (port) => ({ connection: undefined, url: `http://127.0.0.1:${port}/`, into: 'found' }),
  'connector.sftp': () => ({ connection: 'aimed-sftp' }),
  'connector.sql': () => ({ connection: 'aimed-sql', statement: 'select 1' }),
  'connector.amqp': () => ({ connection: 'aimed-amqp', routingKey: 'x' }),
  'connector.file': null,
  'transform.parse': null,
  'transform.build': null,
  'route.split': null,
  'route.gather': null,
};
/** Connections of those that cannot do without one, at the canary. */
const AIMED = {
  sftp: { auth: 'password', hostKeys: [] },
  sql: { database: 'stock' },
  amqp: { tls: false },
};
const registry = createRuns();
for (const type of [...registry.effect.keys(), ...registry.host.keys()]) {
  const aim = AIMS[type];
  if (aim === null) continue;
  attack('R05', type, here, async (_, leaks) => {
    expect(AIMS, `${type} has no aim in this test`).toHaveProperty([type]);
    const id = `attack-${type.replace('.', '-')}`;
    const place = { host: '127.0.0.1', port: arena.canaries.port, username: 'us' };
    for (const [kind, more] of Object.entries(AIMED)) {
      const wanted = { environment: 'dev', name: `aimed-${kind}`, type: kind, settings: { ...place, ...more } };
      const hosts = [`${place.host}:${place.port}`];
      await saveConnection(arena.stage.store, {
        ...wanted,
        hosts,
        secrets: { password: 'never to be sent' },
        by: 'test',
      });
    }
    const hl7 = 'MSH|^~\\&|A|B|C|D|20260302||ADT^A01|1|P|2.5\r';
    await arena.live(
      flowOf(
        id,
        [
          node('in', 'trigger.http', { path: id, format: 'text' }),
          node('out', type, aim!(arena.canaries.port)),
          node('send', 'connector.http', { connection: 'partner', url: `/${id}` }),
        ],
        ['in>out', 'out>send'],
      ),
    );
    expect((await arena.post(id, hl7, { 'content-type': 'text/plain' })).status).toBe(202);
    const { stop } = await arena.last(id);
    leaks.push(JSON.stringify(stop));
    expect(stop).toMatchObject({ node: 'out', code: 'egress_blocked' });
  });
}
afterAll(() => registry.close());

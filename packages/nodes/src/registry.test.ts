import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Connection } from '@throughline/engine';
import { afterAll, describe, expect, it } from 'vitest';
import { catalogue, connectionTypes } from './definitions.ts';
import { createRuns } from './runs.ts';
import { CONTEXT, deliveryOf, errorOf, reachOf } from './trial/delivery.ts';
import { listenAsCanary } from './trial/server.ts';

const source = new URL('.', import.meta.url).pathname;
const runs = createRuns();
afterAll(() => runs.close());

/** R05: how each node type that can leave the house is aimed at a place inside it; null: it has no network. */
const AIMS: Record<string, ((port: number) => Record<string, unknown>) | null> = {
  'connector.http': (port) => ({ method: 'POST', url: `http://127.0.0.1:${port}/` }),
  'connector.mllp': (port) => ({ host: '127.0.0.1', port }),
  'connector.sftp': () => ({ connection: 'sftp' }),
  'connector.sql': () => ({ connection: 'sql', statement: 'select 1' }),
  'connector.amqp': () => ({ connection: 'amqp', routingKey: 'arrivals' }),
  'connector.file': null,
  'enrich.http-lookup': (port) => ({ url: `http://127.0.0.1:${port}/`, into: 'found' }),
  'transform.parse': null,
  'transform.build': null,
  'route.split': null,
  'route.gather': null,
};

const atHost = (port: number) => ({ host: '127.0.0.1', port });

const AIMS_OF_CONNECTIONS: Record<string, ((port: number) => Record<string, unknown>) | null> = {
  http: (port) => ({ baseUrl: `http://127.0.0.1:${port}`, auth: 'none' }),
  mllp: atHost,
  sftp: (port) => ({ ...atHost(port), auth: 'password', hostKeys: [] }),
  sql: (port) => ({ ...atHost(port), database: 'stock' }),
  amqp: atHost,
  file: null,
};

/** One of each kind, named for it. */
function aimedConnections(port: number): Connection[] {
  return Object.entries(AIMS_OF_CONNECTIONS).map(([type, aimAt]) => ({
    ...{ name: type, type, settings: { username: 'us', ...aimAt?.(port) } },
    secrets: { password: 'a secret of this test' },
  }));
}

const WAYS_OUT =
  /(?:from |import\()'(?:node:)?(net|tls|http|https|http2|dgram|dns|dns\/promises|undici|ws|ssh2|postgres|amqplib)'|\b(?:fetch|WebSocket|EventSource)\(/u;

/** Libraries that speak over what the guard gave them: each of these files has to ask it. */
const SPEAKING = ['amqp', 'sftp', 'sql'].map((name) => `connector/${name}/session.ts`);

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name).slice(source.length));
}

/** The engine answers the caller itself. */
const OF_THE_ENGINE = 'connector.respond';

it('every node type that is defined as host or effect has a run', () => {
  const places = [...catalogue.values()].map(({ type, step, initial }) => ({ type, place: step(initial).place }));
  const needed = places.filter(({ place }) => place === 'host' || place === 'effect').map(({ type }) => type);
  const there = new Set([...runs.host.keys(), ...runs.effect.keys(), OF_THE_ENGINE]);
  expect(needed.filter((type) => !there.has(type))).toEqual([]);
  const of = (kind: string) => places.filter(({ place }) => place === kind).map(({ type }) => type);
  expect([...runs.host.keys()].filter((type) => !of('host').includes(type))).toEqual([]);
  expect([...runs.effect.keys()].filter((type) => !of('effect').includes(type))).toEqual([]);
});

describe('R05 one guard for all', () => {
  it('knows every node type that runs outside the realm', () => {
    expect([...runs.host.keys(), ...runs.effect.keys()].sort()).toEqual(Object.keys(AIMS).sort());
  });

  for (const [type, aimAt] of Object.entries(AIMS)) {
    if (aimAt === null) continue;
    it(`${type} reaches nothing inside the house without a rule`, async () => {
      const canary = await listenAsCanary();
      const delivery = deliveryOf(aimAt(canary.port), {
        message: JSON.stringify('MSH|^~\\&|A|B|C|D|20260302||ADT^A01|1|P|2.5\r'),
        reach: reachOf({ allow: [], connections: aimedConnections(canary.port) }),
      });
      const run = runs.effect.get(type) ?? runs.host.get(type);
      expect(await errorOf(run!({ ...delivery, node: 'step', context: CONTEXT }))).toMatchObject({
        code: 'egress_blocked',
      });
      expect(canary.connections).toHaveLength(0);
      await canary.close();
    });
  }

  it('knows every kind of connection', () => {
    expect([...connectionTypes.keys()].sort()).toEqual(Object.keys(AIMS_OF_CONNECTIONS).sort());
  });

  for (const [type, aimAt] of Object.entries(AIMS_OF_CONNECTIONS)) {
    if (aimAt === null) continue;
    it(`trying a connection over ${type} reaches nothing inside the house without a rule`, async () => {
      const canary = await listenAsCanary();
      const connection = aimedConnections(canary.port).find((one) => one.type === type)!;
      const trial = await runs.tryConnection(connection, reachOf({ allow: [] }), CONTEXT);
      expect(trial).toMatchObject({ ok: false, code: 'egress_blocked' });
      expect(canary.connections).toHaveLength(0);
      await canary.close();
    });
  }

  it('is the only place that can open a connection', () => {
    const others = filesBelow(source).filter((file) => !file.startsWith('egress/') && !file.startsWith('trial/'));
    const leaving = others.filter((file) => {
      const text = readFileSync(join(source, file), 'utf8').replaceAll(/import type .*|, type Socket\b/gu, '');
      return WAYS_OUT.test(text);
    });
    expect(others.length).toBeGreaterThan(10);
    expect(leaving.sort()).toEqual(SPEAKING);
    for (const file of SPEAKING) expect(readFileSync(join(source, file), 'utf8')).toMatch(/guard\.(open|pin)\(/);
  });
});

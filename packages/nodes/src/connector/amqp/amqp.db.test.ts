import { createServer } from 'node:net';
import type { Connection } from '@throughline/engine';
import { afterAll, describe, expect, it, type TestContext } from 'vitest';
import { type Broker, openBroker } from '../../../../../test/support/broker.ts';
import { issued, validNow } from '../../../../../test/support/certificate.ts';
import { createRuns } from '../../runs.ts';
import { CONTEXT, deliveryOf, errorOf, RECEIPT_MESSAGE, reachOf } from '../../trial/delivery.ts';
import { closedPort, listen, listenAsCanary, listenBetween, listenRaw, type Place } from '../../trial/server.ts';
import { type Behaviour, type Destination, putThroughCases } from '../cases.ts';

const opened = await openBroker();
const runs = createRuns();
const run = runs.effect.get('connector.amqp')!;
afterAll(async () => {
  await runs.close();
  if (typeof opened !== 'string') await opened.close();
});

const allow = ['localhost', '127.0.0.0/8', '::1/128'].map((to) => ({ to, ports: 'any' as const, reason: 'test' }));

function brokerOr(skip: TestContext['skip']): Broker {
  if (typeof opened === 'string') return skip(opened);
  return opened;
}

function tried(settings: object, secrets: Record<string, string>, more: object = {}, reach = reachOf({ allow })) {
  return runs.tryConnection(
    { name: 'broker', type: 'amqp', settings: settings as Record<string, unknown>, secrets, ...more },
    reach,
    CONTEXT,
  );
}

describe('a connection over AMQP', () => {
  it('signs in over TLS with a user and a password, and says what was refused', async ({ skip }) => {
    const { tlsPort, authority, user, password, virtualHost } = brokerOr(skip);
    const settings = { host: 'localhost', port: tlsPort, virtualHost, username: user, ca: authority };
    expect(await tried(settings, { password })).toMatchObject({ ok: true, code: 'signed_in' });
    const wrong = await tried(settings, { password: 'another password' });
    expect(wrong).toMatchObject({ ok: false, code: 'sign_in_refused' });
    for (const place of ['closed', 'nowhere']) {
      const result = await tried({ ...settings, virtualHost: place }, { password });
      expect(result).toMatchObject({ ok: false, code: 'virtual_host_refused' });
    }
    const untrusted = await tried({ ...settings, ca: validNow().cert }, { password });
    expect(untrusted).toMatchObject({ ok: false, code: 'tls_failed' });
    expect(JSON.stringify([wrong, untrusted])).not.toContain(password);
  });

  it('signs in with a certificate alone', async ({ skip }) => {
    const { tlsPort, authority, client, virtualHost } = brokerOr(skip);
    const settings = { host: 'localhost', port: tlsPort, virtualHost, auth: 'certificate', ca: authority };
    const certified = { ...settings, clientCertificate: client.cert };
    const { sentence, ok } = await tried(certified, { clientKey: client.key });
    expect([sentence, ok]).toEqual([expect.any(String), true]);
    const stranger = issued();
    const refused = await tried({ ...settings, clientCertificate: stranger.cert }, { clientKey: stranger.key });
    expect(refused).toMatchObject({ ok: false });
  });

  it('signs in without TLS where it says so, and publishes nothing', async ({ skip }) => {
    const { port, user, password, virtualHost } = brokerOr(skip);
    const settings = { host: '127.0.0.1', port, virtualHost, username: user, tls: false };
    expect(await tried(settings, { password })).toMatchObject({ ok: true });
    expect(await brokerOr(skip).taken()).toEqual([]);
  });

  it('R02, R05: goes to judged addresses only, and to no host its secrets are not bound to', async () => {
    const canary = await listenAsCanary();
    const settings = { host: '127.0.0.1', port: canary.port, username: 'us', tls: false };
    const secrets = { password: 'a password of these trials' };
    const blocked = await tried(settings, secrets, {}, reachOf({ allow: [] }));
    expect(blocked).toMatchObject({ ok: false, code: 'egress_blocked' });
    expect(await tried(settings, secrets, { bound: ['broker.example:5671'] })).toMatchObject({
      code: 'connection_host_mismatch',
    });
    expect(canary.connections).toHaveLength(0);
    // The name leads to one address while it is judged, and to another one after that.
    const [judged, other] = [await listen(createServer()), await listenAsCanary('127.0.0.2')];
    const answers = ['127.0.0.1', '127.0.0.2'];
    const own = createRuns(async () => [answers.shift()!]);
    const flips = {
      name: 'broker',
      type: 'amqp',
      settings: { ...settings, host: 'broker.test', port: judged.port },
      secrets,
    };
    const rule = [{ to: '127.0.0.1', ports: 'any' as const, reason: 'test' }];
    const trial = own.tryConnection(flips, reachOf({ allow: rule }), CONTEXT);
    await expect.poll(() => judged.connections.length).toBe(1);
    await judged.close();
    expect(await trial).toMatchObject({ ok: false, code: 'connect_lost' });
    expect(other.connections).toHaveLength(0);
    await Promise.all([canary.close(), other.close(), own.close()]);
  });

  it('says what it met where nothing speaks AMQP', async () => {
    const settings = { host: '127.0.0.1', username: 'us', tls: false };
    const secrets = { password: 'a password of these trials' };
    expect(await tried({ ...settings, port: await closedPort() }, secrets)).toMatchObject({ code: 'connect_refused' });
    const place = await listenRaw((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    expect(await tried({ ...settings, port: place.port }, secrets)).toMatchObject({ ok: false, code: 'connect_lost' });
    await place.close();
  });
});

if (typeof opened === 'string') it('publishes', ({ skip }) => skip(opened));
else published(opened);

function published(broker: Broker): void {
  const { port, user, password, virtualHost, taken } = broker;
  const connectionAt = (at: number, username = user): Connection => ({
    ...{ name: 'broker', type: 'amqp', secrets: { password } },
    settings: { host: '127.0.0.1', port: at, virtualHost, username, tls: false },
  });
  const send = (settings: Record<string, unknown>, more = {}) => {
    const reach = reachOf({ connections: [connectionAt(port)] });
    return run(deliveryOf({ connection: 'broker', routingKey: 'arrivals', ...settings }, { reach, ...more }));
  };

  const at = { host: '127.0.0.1', port };
  /** basic.publish: class 60, method 40 of AMQP 0-9-1. */
  const isPublished = (sent: Buffer) => sent.includes(Buffer.from([0, 60, 0, 40]));

  putThroughCases({
    type: 'connector.amqp',
    run: (delivery) => run({ ...delivery, settings: { connection: 'broker', ...delivery.settings } }),
    async destination(behaviour: Behaviour): Promise<Destination> {
      await taken();
      const seen: string[] = [];
      let place: Place | null = null;
      let connection = connectionAt(port);
      if (behaviour === 'is down') connection = connectionAt(await closedPort());
      if (behaviour === 'acts and never answers') {
        place = await listenBetween(at, isPublished);
        connection = connectionAt(place.port);
      }
      return {
        settings: { routingKey: behaviour === 'refuses' ? 'nobody-takes-it' : 'arrivals', timeoutS: 1 },
        connections: [connection],
        keys: () => seen,
        settle: async () => seen.push(...(await taken()).map(({ properties }) => String(properties.messageId))),
        close: async () => {
          await place?.close();
        },
      };
    },
    aimAt: null,
    skip: {
      'a busy destination is class rate-limited, with its delay': 'AMQP has no answer that names a delay',
      'an endless answer ends at a limit': 'a confirmation has a length',
    },
  });

  describe('a message published', () => {
    it('is kept on disk there, under the delivery’s id, as it was', async () => {
      await taken();
      const receipt = await send({ headers: { facility: 'MAIN' } });
      expect(receipt).toMatchObject({ status: 'confirmed', reference: 'd41f2c9be0' });
      const [message, ...others] = await taken();
      expect(others).toEqual([]);
      expect(message!.content.toString()).toBe(RECEIPT_MESSAGE);
      expect(message!.properties).toMatchObject({
        ...{ messageId: 'd41f2c9be0', correlationId: CONTEXT.correlationId, deliveryMode: 2, appId: 'throughline' },
        ...{ contentType: 'application/json', headers: { facility: 'MAIN' } },
      });
    });

    it('to no exchange, or to one that is not ours, is refused', async () => {
      const missing = await errorOf(send({ exchange: 'nowhere', routingKey: 'x' }));
      expect(missing).toMatchObject({ code: 'exchange_missing', class: 'rejected' });
      expect(await errorOf(send({ routingKey: 'x'.repeat(256) }))).toMatchObject({ code: 'setting_invalid' });
      expect(await errorOf(send({ routingKey: 'a\r\nb' }))).toMatchObject({ code: 'setting_invalid' });
      // Nobody else's message is lost by it.
      const all = [send({ exchange: 'nowhere', routingKey: 'x' }, { key: 'stray' }).catch(() => null)];
      for (let i = 0; i < 20; i++) all.push(send({}, { key: `beside-${i}` }));
      expect((await Promise.all(all)).filter((receipt) => receipt?.status === 'confirmed')).toHaveLength(20);
      await taken();
    });

    it('goes over a new connection once the old one was closed', async () => {
      await taken();
      const place = await listenBetween(at, () => false);
      const reach = reachOf({ connections: [connectionAt(place.port)] });
      await send({}, { key: 'one', reach });
      for (const socket of place.connections) socket.destroy();
      const again = () => send({}, { key: 'two', reach }).catch(() => null);
      await expect.poll(again).toMatchObject({ status: 'confirmed' });
      expect(place.connections.length).toBeGreaterThan(1);
      expect((await taken()).map(({ properties }) => properties.messageId)).toEqual(['one', 'two']);
      await place.close();
    });

    it('that was under way when the connection broke may have arrived, and says so', async () => {
      const place = await listenBetween(at, isPublished);
      const reach = reachOf({ connections: [connectionAt(place.port)] });
      const outcome = errorOf(send({}, { key: 'half', reach }));
      await expect.poll(async () => (await taken()).length).toBe(1);
      for (const socket of place.connections) socket.destroy();
      expect(await outcome).toMatchObject({ code: 'answer_lost', class: 'unknown-outcome' });
      await place.close();
    });

    it('beside many others is confirmed for itself', async () => {
      const keys = Array.from({ length: 200 }, (_, i) => `key-${i}`);
      const receipts = await Promise.all(
        keys.map((key, i) => send(i % 10 === 3 ? { routingKey: 'nobody' } : {}, { key }).catch(() => null)),
      );
      const confirmed = keys.filter((_, i) => receipts[i] !== null);
      expect(confirmed).toHaveLength(180);
      const there = (await taken()).map(({ properties }) => String(properties.messageId));
      expect(there.toSorted()).toEqual(confirmed.toSorted());
    });
  });
}

import { createServer } from 'node:net';
import { connect } from 'amqplib';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { type Broker, openBroker } from '../../../../test/support/broker.ts';
import { validNow } from '../../../../test/support/certificate.ts';
import { createRuns } from '../runs.ts';
import { CONTEXT, reachOf } from '../trial/delivery.ts';
import { closedPort, listen, listenAsCanary, listenRaw } from '../trial/server.ts';

let opened: Broker | string;
const runs = createRuns();
beforeAll(async () => {
  opened = await openBroker();
}, 300_000);
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
    expect(await tried(certified, { clientKey: client.key })).toMatchObject({ ok: true });
    const stranger = validNow();
    const refused = await tried({ ...settings, clientCertificate: stranger.cert }, { clientKey: stranger.key });
    expect(refused).toMatchObject({ ok: false });
  });

  it('signs in without TLS where it says so, and publishes nothing', async ({ skip }) => {
    const { port, user, password, virtualHost } = brokerOr(skip);
    const settings = { host: '127.0.0.1', port, virtualHost, username: user, tls: false };
    expect(await tried(settings, { password })).toMatchObject({ ok: true });
    const look = await connect({ hostname: '127.0.0.1', port, username: user, password, vhost: virtualHost });
    const channel = await look.createChannel();
    expect(await channel.checkQueue('arrivals')).toMatchObject({ messageCount: 0, consumerCount: 0 });
    await look.close();
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

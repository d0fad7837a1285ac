import { mkdtempSync, rmSync } from 'node:fs';
import { createServer as createHttpsServer } from 'node:https';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import type { Connection } from '@throughline/engine';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { validNow } from '../../../../test/support/certificate.ts';
import { createRuns } from '../runs.ts';
import { CONTEXT, reachOf } from '../trial/delivery.ts';
import { closedPort, listen, listenHttp, type Place } from '../trial/server.ts';

const runs = createRuns();
const places: Place[] = [];
const fileRoot = mkdtempSync(join(tmpdir(), 'throughline-try-'));
const HIDDEN = 'a secret of these trials';
const allow = ['localhost', '127.0.0.0/8', '::1/128'].map((to) => ({ to, ports: 'any' as const, reason: 'test' }));
afterEach(async () => {
  await Promise.all(places.splice(0).map((place) => place.close()));
});
afterAll(async () => {
  await runs.close();
  rmSync(fileRoot, { recursive: true });
});

function tried(type: string, settings: object, secrets: Record<string, string> = {}) {
  const connection: Connection = { name: 'tried', type, settings: settings as Record<string, unknown>, secrets };
  return runs.tryConnection(connection, reachOf({ allow, fileRoot }), CONTEXT);
}

/** A partner that lets in whoever sends this header, and gives a token to whoever proves to be the client. */
async function partner(authorization: string) {
  const tokens: string[] = [];
  const place = await listenHttp((response, { path, headers, body }) => {
    if (path === '/token') {
      tokens.push(`${headers['authorization']} ${body}`);
      response.writeHead(200, { 'content-type': 'application/json' });
      return void response.end('{"access_token":"granted","token_type":"Bearer","expires_in":3600}');
    }
    const sent = headers['authorization'] ?? headers['x-api-key'];
    response.writeHead(sent === authorization ? 200 : 401).end();
  });
  places.push(place);
  return { baseUrl: `http://127.0.0.1:${place.port}`, tokens };
}

describe('a connection over HTTP', () => {
  const basic = `Basic ${Buffer.from(`us:${HIDDEN}`).toString('base64')}`;
  it.each([
    ['nothing', undefined, { auth: 'none' }, {}],
    ['a user and a password', basic, { auth: 'basic', username: 'us' }, { password: HIDDEN }],
    ['a fixed token', `Bearer ${HIDDEN}`, { auth: 'bearer' }, { token: HIDDEN }],
    ['a key in a header', HIDDEN, { auth: 'apiKey', header: 'X-API-Key' }, { apiKey: HIDDEN }],
    ['OAuth 2', 'Bearer granted', { auth: 'oauth2', clientId: 'us' }, { clientSecret: HIDDEN }],
  ])('that signs in with %s answers, and says so when it is not let in', async (_, header, settings, secrets) => {
    const { baseUrl, tokens } = await partner(header as string);
    const at = { baseUrl, tokenUrl: `${baseUrl}/token`, ...settings };
    expect(await tried('http', at, secrets as Record<string, string>)).toMatchObject({ ok: true, code: 'answered' });
    expect(tokens).toHaveLength(settings.auth === 'oauth2' ? 1 : 0);
    const other = await partner('something else');
    const refused = await tried('http', { ...at, baseUrl: other.baseUrl }, secrets as Record<string, string>);
    expect(refused).toMatchObject({ ok: false, code: 'sign_in_refused' });
    expect(JSON.stringify(refused)).not.toContain(HIDDEN);
  });

  it('shows its client certificate where it has one, and trusts the authority it names', async () => {
    const [own, client] = [validNow(), validNow()];
    const server = createHttpsServer({ ...own, ca: client.cert, requestCert: true }, (_, res) => res.end());
    places.push(await listen(server));
    const baseUrl = `https://localhost:${places[0]!.port}`;
    const settings = { baseUrl, ca: own.cert, clientCertificate: client.cert };
    expect(await tried('http', settings, { clientKey: client.key })).toMatchObject({ ok: true });
    expect(await tried('http', { baseUrl, ca: own.cert })).toMatchObject({ ok: false });
    expect(await tried('http', { baseUrl })).toMatchObject({ ok: false, code: 'tls_failed' });
  });

  it('says what it met', async () => {
    const baseUrl = `http://127.0.0.1:${await closedPort()}`;
    expect(await tried('http', { baseUrl })).toMatchObject({ ok: false, code: 'connect_refused' });
    const failing = await listenHttp((response) => response.writeHead(503).end());
    places.push(failing);
    const sick = await tried('http', { baseUrl: `http://127.0.0.1:${failing.port}` });
    expect(sick).toMatchObject({ ok: false, code: 'answer_5xx' });
  });
});

describe('a connection over MLLP', () => {
  it('takes connections, plain and over TLS with a certificate of ours, and no message is sent', async () => {
    const heard: Buffer[] = [];
    const plain = await listen(createServer((socket) => socket.on('data', (chunk) => heard.push(chunk))));
    places.push(plain);
    expect(await tried('mllp', { host: '127.0.0.1', port: plain.port })).toMatchObject({ ok: true, code: 'connected' });
    expect(heard).toEqual([]);
    const [own, client] = [validNow(), validNow()];
    const server = createTlsServer({ ...own, ca: client.cert, requestCert: true });
    const secured = await listen(server);
    places.push(secured);
    const settings = { host: 'localhost', port: secured.port, tls: true, ca: own.cert };
    const certified = { ...settings, clientCertificate: client.cert };
    expect(await tried('mllp', certified, { clientKey: client.key })).toMatchObject({ ok: true });
    expect(await tried('mllp', settings)).toMatchObject({ ok: false, code: 'connection_ended' });
    expect(await tried('mllp', { ...settings, ca: client.cert })).toMatchObject({ ok: false, code: 'tls_failed' });
  });
});

describe('a connection to a folder', () => {
  it('is made below the environment’s own, and can be written', async () => {
    expect(await tried('file', { folder: 'outbox/erp' })).toMatchObject({ ok: true, code: 'writable' });
  });
});

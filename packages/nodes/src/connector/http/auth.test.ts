import type { Connection } from '@throughline/engine';
import { afterEach, describe, expect, it } from 'vitest';
import { createRuns, type OpenRuns } from '../../runs.ts';
import { deliveryOf, errorOf, reachOf } from '../../trial/delivery.ts';
import { type Arrival, listenAsCanary, listenHttp, type Place } from '../../trial/server.ts';

const places: Place[] = [];
let runs: OpenRuns = createRuns();
afterEach(async () => {
  await runs.close();
  runs = createRuns();
  await Promise.all(places.splice(0).map((place) => place.close()));
});

type Answer = Parameters<typeof listenHttp>[0];
async function serve(answer: Answer = (response) => response.end()): Promise<{ url: string; arrivals: Arrival[] }> {
  const place = await listenHttp(answer);
  places.push(place);
  return { url: `http://127.0.0.1:${place.port}`, arrivals: place.arrivals };
}

const SECRET = 'ZZSECRET-value';

function send(settings: Connection['settings'], secrets: Connection['secrets'], more = {}): Promise<unknown> {
  const connection: Connection = { name: 'erp', type: 'http', settings, secrets };
  const reach = reachOf({ connections: [connection] });
  return runs.effect.get('connector.http')!(deliveryOf({ method: 'POST', connection: 'erp', ...more }, { reach }));
}

describe('credentials', () => {
  it.each([
    [
      { auth: 'basic', username: 'täst' },
      { password: 'p:w' },
      'authorization',
      `Basic ${Buffer.from('täst:p:w').toString('base64')}`,
    ],
    [{ auth: 'bearer' }, { token: 'tok' }, 'authorization', 'Bearer tok'],
    [{ auth: 'apiKey', header: 'Ocp-Key' }, { apiKey: 'key' }, 'ocp-key', 'key'],
  ])('%j', async (settings, secrets, header, value) => {
    const { url, arrivals } = await serve();
    await send({ baseUrl: `${url}/api`, ...settings }, secrets as unknown as Connection['secrets'], { url: '/orders' });
    expect(arrivals[0]).toMatchObject({ path: '/api/orders', headers: { [header]: value } });
  });

  it('go to no host they are not bound to', async () => {
    const canary = await listenAsCanary();
    places.push(canary);
    const elsewhere = { url: `http://127.0.0.1:${canary.port}/` };
    const bearer = { auth: 'bearer', baseUrl: 'https://erp.example' };
    for (const settings of [bearer, { auth: 'bearer' }, { auth: 'bearer', hosts: [`127.0.0.1:${canary.port}`] }]) {
      expect((await errorOf(send(settings, { token: SECRET }, elsewhere))).code).toBe('connection_host_mismatch');
    }
    expect(canary.connections).toHaveLength(0);
  });

  it.each(['../admin', '/../admin', '%2e%2e/admin', 'x/../../admin', '\\..\\admin'])(
    'do not follow %s out of the path of the connection',
    async (path) => {
      const { url, arrivals } = await serve();
      const error = await errorOf(send({ baseUrl: `${url}/api/v1`, auth: 'none' }, {}, { url: path }));
      expect(error.code).toBe('url_escapes_base');
      expect(arrivals).toHaveLength(0);
    },
  );

  it('never show in an error', async () => {
    const { url } = await serve((response, arrival) => response.writeHead(403).end(JSON.stringify(arrival.headers)));
    const secrets = { token: SECRET, password: SECRET, apiKey: `${SECRET}\r\n`, clientKey: SECRET };
    const errors = [
      await errorOf(send({ baseUrl: url, auth: 'bearer' }, secrets)),
      await errorOf(send({ baseUrl: url, auth: 'apiKey' }, secrets)),
      await errorOf(send({ baseUrl: url, auth: 'basic', username: 'u' }, {})),
    ];
    expect(errors.map((error) => error.code)).toEqual(['http_403', 'secret_invalid', 'secret_missing']);
    expect(JSON.stringify(errors)).not.toContain('ZZSECRET');
  });
});

describe('OAuth2 client credentials', () => {
  const issuer = (life: number) => {
    let count = 0;
    return serve((response) => response.end(JSON.stringify({ access_token: `t${++count}`, expires_in: life })));
  };
  const settingsOf = (tokenUrl: string, baseUrl: string) => ({
    auth: 'oauth2',
    tokenUrl,
    baseUrl,
    clientId: 'throughline',
    scope: 'orders.write',
  });

  it('fetches one token for deliveries that come together, and keeps it', async () => {
    const tokens = await issuer(3_600);
    const { url, arrivals } = await serve();
    const settings = settingsOf(tokens.url, url);
    await Promise.all(Array.from({ length: 20 }, () => send(settings, { clientSecret: SECRET })));
    await send(settings, { clientSecret: SECRET });
    expect(tokens.arrivals).toHaveLength(1);
    expect(tokens.arrivals[0]).toMatchObject({
      body: 'grant_type=client_credentials&scope=orders.write',
      headers: { authorization: `Basic ${Buffer.from(`throughline:${SECRET}`).toString('base64')}` },
    });
    expect(new Set(arrivals.map((arrival) => arrival.headers['authorization']))).toEqual(new Set(['Bearer t1']));
  });

  it('renews a token that is refused, once', async () => {
    const tokens = await issuer(3_600);
    const once = await serve((response, { headers }) =>
      response.writeHead(headers['authorization'] === 'Bearer t1' ? 401 : 201).end(),
    );
    expect(await send(settingsOf(tokens.url, once.url), { clientSecret: SECRET })).toMatchObject({ status: '201' });
    const never = await serve((response) => response.writeHead(401).end());
    const error = await errorOf(send(settingsOf(tokens.url, never.url), { clientSecret: SECRET }));
    expect(error).toMatchObject({ code: 'http_401', class: 'rejected' });
    expect(never.arrivals).toHaveLength(2);
  });

  it('fetches anew before a token expires', async () => {
    const tokens = await issuer(0.001);
    const { url } = await serve();
    await send(settingsOf(tokens.url, url), { clientSecret: SECRET });
    await new Promise((resolve) => setTimeout(resolve, 5));
    await send(settingsOf(tokens.url, url), { clientSecret: SECRET });
    expect(tokens.arrivals).toHaveLength(2);
  });

  it.each([
    [(response) => response.writeHead(401).end('{"error":"invalid_client"}'), 'token_refused'],
    [(response) => response.end('<html>'), 'token_refused'],
    [(response) => response.destroy(), 'token_unavailable'],
  ] satisfies [Answer, string][])('is unavailable when there is no token (%#)', async (answer, code) => {
    const tokens = await serve(answer);
    const { url, arrivals } = await serve();
    const error = await errorOf(send(settingsOf(tokens.url, url), { clientSecret: SECRET }));
    expect(error).toMatchObject({ code, class: 'unavailable' });
    expect(JSON.stringify(error)).not.toContain('ZZSECRET');
    expect(arrivals).toHaveLength(0);
  });

  it('asks for tokens through the same guard', async () => {
    const canary = await listenAsCanary('127.0.0.2');
    places.push(canary);
    const { url } = await serve();
    const settings = settingsOf(`http://127.0.0.2:${canary.port}/token`, url);
    const connection: Connection = { name: 'erp', type: 'http', settings, secrets: { clientSecret: SECRET } };
    const allow = [{ to: '127.0.0.1/32', ports: 'any' as const, reason: 'the destination, not the token URL' }];
    const reach = reachOf({ connections: [connection], allow });
    const run = runs.effect.get('connector.http')!;
    const error = await errorOf(run(deliveryOf({ method: 'POST', connection: 'erp' }, { reach })));
    expect(error.code).toBe('egress_blocked');
    expect(canary.connections).toHaveLength(0);
  });
});

import { randomUUID } from 'node:crypto';
import { saveEnvironment } from '@throughline/store';
import { exportSPKI, SignJWT } from 'jose';
import { afterAll, beforeAll, expect } from 'vitest';
import { type Issuer, openIssuer } from '../support/issuer.ts';
import { until } from '../support/stage.ts';
import { type Arena, openArena } from './arena.ts';
import { attack } from './case.ts';
import { knock } from './knock.ts';
import { client, known, managed, untilStatus } from './partners.ts';

/* N04 at doors for machines: access tokens by an issuer's keys. */
let arena: Arena;
let issuer: Issuer;
let flow: string;
beforeAll(async () => {
  arena = await openArena();
  issuer = await openIssuer();
  const egress = [issuer.url, arena.partner.url].map((url) => {
    return { to: '127.0.0.1', ports: [Number(new URL(url).port)], reason: 'the issuer and the partner' };
  });
  const dev = { name: 'dev', title: 'Dev', colour: 'teal', protected: false };
  await saveEnvironment(arena.stage.store, { ...dev, settings: { egress } });
  flow = await managed(arena, { token: tokenWay(issuer.url) });
  await known(arena, await client(arena, [flow]), 'token', 'scanner');
  await untilStatus(door(), 202, await bearer({}));
}, 120_000);
afterAll(async () => {
  await arena.close();
  await issuer.close();
});
const here = () => arena;

const AUDIENCE = 'https://throughline.test/in';
const tokenWay = (url: string, scope: string | null = null) => ({
  issuer: url,
  audience: AUDIENCE,
  jwksUrl: `${url}/keys`,
  algorithms: ['ES256' as const],
  claim: 'client_id',
  scope,
});
const door = () => `${arena.url}/in/dev/${flow}`;
const CLAIMS = { client_id: 'scanner', aud: AUDIENCE };
const seconds = (offset: number) => Math.floor(Date.now() / 1000) + offset;

async function bearer(claims: object, how?: Parameters<Issuer['token']>[1]): Promise<Record<string, string>> {
  return withToken(await issuer.token({ ...CLAIMS, ...claims }, how));
}
function withToken(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}`, 'idempotency-key': randomUUID() };
}
async function refused(headers: Record<string, string | string[]>, status = 401, code?: string): Promise<void> {
  const answer = await knock(door(), '{}', headers);
  expect([answer.status, answer.body['code']]).toEqual([status, code ?? expect.any(String)]);
}

attack(
  'N04',
  'a token that has ended, is not yet good, for others, by another issuer, without an end',
  here,
  async () => {
    await refused(await bearer({}, { lifeS: -120 }), 401, 'token_ended');
    await refused(await bearer({ nbf: seconds(600) }), 401, 'token_refused');
    await refused(await bearer({ aud: 'https://elsewhere.test' }), 401, 'token_refused');
    await refused(await bearer({ aud: undefined }), 401, 'token_refused');
    await refused(await bearer({ iss: 'https://elsewhere.test' }), 401, 'token_refused');
    await refused(await bearer({ exp: undefined }), 401, 'token_refused');
    await refused(await bearer({ client_id: 'somebody' }), 401, 'unauthenticated');
    await refused(await bearer({ client_id: ['scanner'] }), 401, 'unauthenticated');
    await refused(await bearer({ client_id: undefined, sub: 'scanner' }), 401, 'unauthenticated');
  },
);

attack('N04', 'alg none, the public key as a secret, an altered token, another scheme, twice', here, async () => {
  const good = await issuer.token(CLAIMS);
  const [head, body, signature] = good.split('.') as [string, string, string];
  const text = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const none = `${text({ alg: 'none' })}.${body}.`;
  const spki = new TextEncoder().encode(await exportSPKI(issuer.publicKey));
  const confused = await new SignJWT({ ...CLAIMS, iss: issuer.url, exp: seconds(300) })
    .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
    .sign(spki);
  const altered = `${head}.${text({ ...CLAIMS, iss: issuer.url, exp: seconds(9_999_999) })}.${signature}`;
  for (const token of [none, `${none}x`, confused, altered, `${head}.${body}`, '', good.slice(0, -4)]) {
    await refused(withToken(token));
  }
  const key = { 'idempotency-key': randomUUID() };
  await refused({ ...key, authorization: `Basic ${good}` });
  await refused({ ...key, 'x-access-token': good });
  const twice: Record<string, string | string[]> = { ...key, authorization: [`Bearer ${good}`, `Bearer ${good}`] };
  await refused(twice);
  const inAddress = await knock(`${door()}?access_token=${good}`, '{}', key);
  expect(inAddress.status).toBe(401);
});

attack(
  'N04',
  'a key that the issuer never had; made-up names do not make it ask the issuer each time',
  here,
  async () => {
    const stranger = await openIssuer();
    const before = issuer.fetched();
    for (let i = 0; i < 20; i++) {
      const token = await stranger.token({ ...CLAIMS, iss: issuer.url }, { kid: `made-up-${i}` });
      await refused(withToken(token), 401, 'token_refused');
    }
    await refused(withToken(await stranger.token({ ...CLAIMS, iss: issuer.url }, { kid: 'k1' })), 401, 'token_refused');
    expect(issuer.fetched() - before).toBeLessThanOrEqual(1);
    await stranger.close();
  },
);

attack('N04', 'a token without the scope that the door asks for', here, async () => {
  const scoped = await managed(arena, { token: tokenWay(issuer.url, 'usage.send') });
  await known(arena, await client(arena, [scoped]), 'token', 'scoped');
  const url = `${arena.url}/in/dev/${scoped}`;
  await untilStatus(url, 202, await bearer({ client_id: 'scoped', scope: 'usage.read usage.send' }));
  expect((await knock(url, '{}', await bearer({ client_id: 'scoped', scope: 'usage.sender' }))).status).toBe(403);
  expect((await knock(url, '{}', await bearer({ client_id: 'scoped' }))).status).toBe(403);
});

attack(
  'N04',
  'an issuer that cannot be reached lets nobody in; one that changes its keys is followed',
  here,
  async () => {
    const other = await openIssuer();
    const egress = [other.url, issuer.url, arena.partner.url].map((url) => {
      return { to: '127.0.0.1', ports: [Number(new URL(url).port)], reason: 'the issuers and the partner' };
    });
    const dev = { name: 'dev', title: 'Dev', colour: 'teal', protected: false };
    await saveEnvironment(arena.stage.store, { ...dev, settings: { egress } });
    other.away(true);
    const away = await managed(arena, { token: tokenWay(other.url) });
    await known(arena, await client(arena, [away]), 'token', 'away');
    const url = `${arena.url}/in/dev/${away}`;
    const token = async () => withToken(await other.token({ ...CLAIMS, client_id: 'away' }));
    await untilStatus(url, 503, await token());
    other.away(false);
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    await untilStatus(url, 202, await token());
    await other.rotate();
    const after = await token();
    await untilStatus(url, 202, after);
    await other.close();
  },
);

attack('R05', 'an issuer’s keys at an address that no rule opens', here, async () => {
  const inside = await managed(arena, { token: tokenWay(arena.canaries.url) });
  await known(arena, await client(arena, [inside]), 'token', 'inside');
  const answers: [status: number, code: unknown][] = [];
  // The door may not have heard of its issuer yet; it lets nobody in before it has either.
  await until(async () => {
    const { status, body } = await knock(`${arena.url}/in/dev/${inside}`, '{}', await bearer({ client_id: 'inside' }));
    answers.push([status, body['code']]);
    return status === 503;
  }, 10);
  expect(answers.at(-1)).toEqual([503, 'issuer_unavailable']);
  expect(answers.filter(([status]) => status < 400)).toEqual([]);
});

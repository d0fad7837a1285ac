import { createHmac } from 'node:crypto';
import { saveSecret } from '@throughline/store';
import { afterAll, beforeAll, expect } from 'vitest';
import { flowOf, node } from '../support/stage.ts';
import { type Arena, openArena } from './arena.ts';
import { attack } from './case.ts';

/* SECURITY.md section F: doors for machines. */
const KEY = 'a key of the sender';
let arena: Arena;
let signed: string;
let keyed: string;
beforeAll(async () => {
  arena = await openArena();
  await saveSecret(arena.stage.store, { environment: 'dev', name: 'sender', value: KEY, by: 'test' });
  const keys = { idempotency: ['id'], order: null, business: [], correlation: null };
  const hmac = { mode: 'hmac', header: 'X-Signature', secret: 'sender', encoding: 'hex', prefix: 'sha256=' };
  signed = await arena.flow([], { trigger: { authentication: hmac, keys } });
  const apiKey = { mode: 'api-key', header: 'X-API-Key', secret: 'sender' };
  keyed = await arena.flow([], { trigger: { authentication: apiKey, keys } });
}, 120_000);
afterAll(() => arena.close());
const here = () => arena;

const accepted = async (flow: string) => (await arena.stage.ledger(flow))['send']?.accepted ?? 0;
const sign = (text: string, stamp?: string) =>
  `sha256=${createHmac('sha256', KEY)
    .update(`${stamp === undefined ? '' : `${stamp}.`}${text}`)
    .digest('hex')}`;
const seconds = (offset = 0) => String(Math.floor(Date.now() / 1000) + offset);

async function refused(
  flow: string,
  body: string | Buffer,
  headers: Record<string, string>,
  status: number,
  code?: string,
) {
  const before = await accepted(flow);
  const answer = await arena.post(flow, body, headers);
  const text = await answer.text();
  expect(answer.status).toBe(status);
  expect(JSON.parse(text)).toMatchObject({
    status,
    code: code ?? expect.stringMatching(/^[a-z_]+$/),
    title: expect.stringMatching(/\.$/),
  });
  expect(text).not.toContain(KEY);
  expect(await accepted(flow)).toBe(before);
}

const BODY = '{"id":"w1","amount":1}';
attack('W01', 'no, a blank and a wrong signature', here, async () => {
  await refused(signed, BODY, {}, 401);
  for (const signature of [
    '',
    'sha256=',
    sign('other'),
    sign(BODY).slice(0, -1),
    sign(BODY).toUpperCase(),
    createHmac('sha1', KEY).update(BODY).digest('hex'),
  ]) {
    await refused(signed, BODY, { 'x-signature': signature }, 401);
  }
});
attack('W01', 'the right signature on other bytes', here, async () => {
  await refused(signed, '{"id":"w1","amount":2}', { 'x-signature': sign(BODY) }, 401);
  // The same value, written again: a signature covers bytes.
  await refused(signed, '{ "id": "w1", "amount": 1 }', { 'x-signature': sign(BODY) }, 401);
});
attack('W01', 'no, a blank and a wrong key; a key in the address', here, async () => {
  for (const headers of [
    {},
    { 'x-api-key': '' },
    { 'x-api-key': 'x' },
    { 'x-api-key': `${KEY} x` },
    { authorization: `Bearer ${KEY}` },
  ]) {
    await refused(keyed, BODY, headers as Record<string, string>, 401);
  }
  const answer = await fetch(`${arena.url}/in/dev/${keyed}?x-api-key=${encodeURIComponent(KEY)}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: BODY,
  });
  expect(answer.status).toBe(401);
});

attack('W02', 'a signed request again: stale, with another time, within its time', here, async () => {
  const text = '{"id":"w2"}';
  const old = seconds(-400);
  await refused(signed, text, { 'x-signature': sign(text, old), 'x-timestamp': old }, 401, 'stale');
  const now = seconds();
  await refused(signed, text, { 'x-signature': sign(text, now), 'x-timestamp': seconds(-1) }, 401);
  await refused(signed, text, { 'x-signature': sign(text, now), 'x-timestamp': 'yesterday' }, 401);
  const headers = { 'x-signature': sign(text, now), 'x-timestamp': now };
  const first = await arena.post(signed, text, headers);
  const again = await arena.post(signed, text, headers);
  expect([first.status, again.status, again.headers.get('idempotency-replayed')]).toEqual([202, 202, 'true']);
  expect(await again.text()).toBe(await first.text());
  expect(await accepted(signed)).toBe(1);
});

attack('W03', 'a door whose secret is missing lets nobody in', here, async () => {
  const rule = { mode: 'hmac', header: 'X-Signature', secret: 'nobody-set-it', encoding: 'hex', prefix: '' };
  const flow = await arena.flow([], { trigger: { authentication: rule } });
  const blank = createHmac('sha256', '').update(BODY).digest('hex');
  for (const headers of [{}, { 'x-signature': blank }, { 'x-signature': 'undefined' }]) {
    await refused(flow, BODY, headers as Record<string, string>, 401);
  }
});
attack('W03', 'an open door of a protected environment lets nobody in', here, async () => {
  const { deploy } = await import('@throughline/store');
  const id = 'attack-open-door';
  await arena.live(
    flowOf(
      id,
      [
        node('in', 'trigger.http', { path: id }),
        node('send', 'connector.http', { connection: 'partner', url: '/open' }),
      ],
      ['in>send'],
    ),
  );
  await deploy(arena.stage.store, { environment: 'prod', flow: id, version: 1, by: 'test' });
  let status = 404;
  for (let i = 0; i < 200 && status === 404; i++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    const headers = { 'content-type': 'application/json' };
    status = (await fetch(`${arena.url}/in/prod/${id}`, { method: 'POST', headers, body: '{}' })).status;
  }
  expect(status).toBe(401);
});

const CONFUSED: [string, string, string][] = [
  ['a form where JSON is expected', 'application/x-www-form-urlencoded', 'id=w4&amount=1'],
  [
    'multipart where JSON is expected',
    'multipart/form-data; boundary=x',
    '--x\r\nContent-Disposition: form-data; name="files"; filename="../../a"\r\n\r\nx\r\n--x--',
  ],
  ['JSON said to be text', 'text/plain', '{"id":"w4"}'],
  ['no word on what it is', '', '{"id":"w4"}'],
];
for (const [what, type, body] of CONFUSED) {
  attack('W04', what, here, async () => {
    const flow = await arena.flow([]);
    await refused(flow, Buffer.from(body), { 'content-type': type }, 415);
  });
}
attack('W04', 'members that look like the server’s own are data', here, async () => {
  const message = {
    files: [{ filepath: arena.canaries.file, path: '/etc/passwd' }],
    headers: { 'x-message-id': 'mine' },
    body: 1,
  };
  expect((await arena.sent(await arena.flow([]), message)).map((text) => JSON.parse(text) as unknown)).toEqual([
    message,
  ]);
  const text = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"n":1}';
  expect(await arena.sent(await arena.flow([]), text)).toEqual([text]);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});

import { createHmac, randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { frameMllp } from '@throughline/formats';
import {
  changeClient,
  noDoorSettings,
  putDoor,
  putProxies,
  revokeKey,
  rotateKey,
  saveSecret,
} from '@throughline/store';
import { afterAll, beforeAll, expect } from 'vitest';
import { flowOf, node, until } from '../support/stage.ts';
import { type Arena, openArena } from './arena.ts';
import { everythingStored, holds } from './canaries.ts';
import { attack } from './case.ts';
import { type Knocked, knock } from './knock.ts';
import { client, key, managed, setDoor, tester, untilStatus } from './partners.ts';

/* SECURITY.md section F, for doors that let registered clients in: by key, by signature, from addresses, by a proxy's word. */
let arena: Arena;
beforeAll(async () => {
  arena = await openArena();
}, 120_000);
afterAll(() => arena.close());
const here = () => arena;

const API_KEY = { header: 'X-API-Key' };
const SIGNATURE = { header: 'X-Signature', encoding: 'hex' as const, prefix: 'sha256=', windowS: 300 };
const doorOf = (flow: string) => `${arena.url}/in/dev/${flow}`;
const accepted = async (flow: string) => (await arena.stage.ledger(flow))['send']?.accepted ?? 0;
const once = () => ({ 'idempotency-key': randomUUID() });

function refused(answer: Knocked, status: number, code?: string): void {
  expect([answer.status, answer.body]).toEqual([
    status,
    expect.objectContaining({
      status,
      code: code ?? expect.stringMatching(/^[a-z_]+$/),
      title: expect.stringMatching(/\.$/),
    }),
  ]);
}

attack('W01', 'a client’s key: none, blank, wrong, twice, in the address, of another kind', here, async () => {
  const flow = await managed(arena, { apiKey: API_KEY });
  const own = await client(arena, [flow]);
  const { secret } = await key(arena, own, 'api-key');
  const signing = await key(arena, own, 'signature');
  await untilStatus(doorOf(flow), 202, { 'x-api-key': secret, ...once() });
  const wrong: Record<string, string | string[]>[] = [
    {},
    { 'x-api-key': '' },
    { 'x-api-key': `${secret}x` },
    { 'x-api-key': secret.slice(0, -1) },
    { 'x-api-key': [secret, secret] },
    { authorization: `Bearer ${secret}` },
    { 'x-api-key': signing.secret },
    { 'x-api-key': signing.hint },
  ];
  for (const headers of wrong) refused(await knock(doorOf(flow), '{}', { ...headers, ...once() }), 401);
  refused(await knock(`${doorOf(flow)}?x-api-key=${secret}`, '{}', once()), 401);
  expect(await accepted(flow)).toBe(1);
  for (const text of (await everythingStored(arena.stage.store)).values()) expect(holds(text, secret)).toBe(false);
});

attack(
  'W01',
  'a key at a door that is not its client’s, of another environment, of a client switched off',
  here,
  async () => {
    const [mine, other] = [await managed(arena, { apiKey: API_KEY }), await managed(arena, { apiKey: API_KEY })];
    const own = await client(arena, [mine]);
    const { secret } = await key(arena, own, 'api-key');
    const stranger = await key(arena, await client(arena, [mine], { environment: 'prod' }), 'api-key');
    const same = { 'x-api-key': secret, ...once() };
    await untilStatus(doorOf(mine), 202, same);
    refused(await knock(doorOf(other), '{}', { 'x-api-key': secret, ...once() }), 403, 'door_not_yours');
    refused(await knock(doorOf(mine), '{}', { 'x-api-key': stranger.secret, ...once() }), 401);
    await changeClient(arena.stage.store, tester, own, { active: false });
    await untilStatus(doorOf(mine), 401, same);
    expect([await accepted(mine), await accepted(other)]).toEqual([1, 0]);
  },
);

attack('W01', 'a key that was revoked, and one that was rotated, in every process', here, async () => {
  const flow = await managed(arena, { apiKey: API_KEY });
  const own = await client(arena, [flow]);
  const first = await key(arena, own, 'api-key');
  await untilStatus(doorOf(flow), 202, { 'x-api-key': first.secret, ...once() });
  const rotation = { client: own, key: first.id, overlapHours: 1 };
  const second = await rotateKey(arena.stage.store, tester, rotation);
  await untilStatus(doorOf(flow), 202, { 'x-api-key': second.secret!, ...once() });
  expect((await knock(doorOf(flow), '{}', { 'x-api-key': first.secret, ...once() })).status).toBe(202);
  await revokeKey(arena.stage.store, tester, own, first.id);
  await untilStatus(doorOf(flow), 401, { 'x-api-key': first.secret, ...once() });
  expect((await knock(doorOf(flow), '{}', { 'x-api-key': second.secret!, ...once() })).status).toBe(202);
  await rotateKey(arena.stage.store, tester, { client: own, key: second.id, overlapHours: 0 });
  await untilStatus(doorOf(flow), 401, { 'x-api-key': second.secret!, ...once() });
});

attack('W03', 'a door of a flow that asks for nothing, where its environment names a way', here, async () => {
  const flow = await arena.flow([]);
  expect((await knock(doorOf(flow), '{}', once())).status).toBe(202);
  await setDoor(arena, flow, { apiKey: API_KEY });
  await untilStatus(doorOf(flow), 401, once());
  const stranger = await key(arena, await client(arena, []), 'api-key');
  const { secret } = await key(arena, await client(arena, [flow]), 'api-key');
  await untilStatus(doorOf(flow), 202, { 'x-api-key': secret, ...once() });
  const wrong: Record<string, string>[] = [{}, { 'x-api-key': '' }, { 'x-api-key': `${secret}x` }];
  for (const headers of wrong) {
    refused(await knock(doorOf(flow), '{}', { ...headers, ...once() }), 401);
  }
  refused(await knock(doorOf(flow), '{}', { 'x-api-key': stranger.secret, ...once() }), 403, 'door_not_yours');
});

function signed(text: string, { hint, secret }: { hint: string; secret: string }, at = Date.now() / 1000) {
  const stamp = String(Math.floor(at));
  const signature = `sha256=${createHmac('sha256', secret).update(`${stamp}.${text}`).digest('hex')}`;
  return { 'x-key-id': hint, 'x-timestamp': stamp, 'x-signature': signature };
}

attack(
  'W01',
  'a client’s signature: parts missing, on other bytes, by another client, without its time',
  here,
  async () => {
    const flow = await managed(arena, { signature: SIGNATURE });
    const own = await key(arena, await client(arena, [flow]), 'signature');
    const other = await key(arena, await client(arena, []), 'signature');
    const text = '{"id":"w1","amount":1}';
    // Both keys are known at the door before anything is made of an answer.
    await untilStatus(doorOf(flow), 403, { ...signed(text, other), ...once() }, text);
    await untilStatus(doorOf(flow), 202, { ...signed(text, own), ...once() }, text);
    const good = signed(text, own);
    for (const name of Object.keys(good)) {
      const { [name as keyof typeof good]: _, ...rest } = good;
      refused(await knock(doorOf(flow), text, { ...rest, ...once() }), 401);
    }
    refused(await knock(doorOf(flow), '{"id":"w1","amount":2}', { ...good, ...once() }), 401);
    refused(await knock(doorOf(flow), '{ "id": "w1", "amount": 1 }', { ...good, ...once() }), 401);
    refused(await knock(doorOf(flow), text, { ...good, 'x-key-id': other.hint, ...once() }), 401);
    refused(await knock(doorOf(flow), text, { ...signed(text, other), ...once() }), 403, 'door_not_yours');
    const untimed = `sha256=${createHmac('sha256', own.secret).update(text).digest('hex')}`;
    refused(await knock(doorOf(flow), text, { ...good, 'x-signature': untimed, ...once() }), 401);
    expect(await accepted(flow)).toBe(1);
  },
);

attack(
  'W02',
  'a client’s signed request again: stale, from the future, under another key or address',
  here,
  async () => {
    const flow = await managed(arena, { signature: SIGNATURE });
    const bare = await managed(
      arena,
      { signature: SIGNATURE },
      {},
      { ...{ idempotency: [], order: null }, business: [], correlation: null },
    );
    const own = await key(arena, await client(arena, [flow, bare]), 'signature');
    const text = '{"id":"w2"}';
    await untilStatus(doorOf(flow), 202, { ...signed('{}', own), ...once() }, '{}');
    for (const offset of [-400, 400]) {
      const headers = { ...signed(text, own, Date.now() / 1000 + offset), ...once() };
      refused(await knock(doorOf(flow), text, headers), 401, 'stale');
    }
    const headers = { ...signed(text, own), 'idempotency-key': 'w2' };
    const first = await knock(doorOf(flow), text, headers);
    const again = await knock(doorOf(flow), text, headers);
    expect([first.status, again.status, again.headers['idempotency-replayed']]).toEqual([202, 202, 'true']);
    refused(await knock(doorOf(flow), text, { ...headers, 'idempotency-key': 'w2-b' }), 401, 'replayed');
    refused(await knock(doorOf(bare), text, headers), 401, 'replayed');
    // Where a message has no key at all, its signature is its key.
    const plain = signed('{"id":"w3"}', own);
    const [one, two] = [
      await knock(doorOf(bare), '{"id":"w3"}', plain),
      await knock(doorOf(bare), '{"id":"w3"}', plain),
    ];
    expect([one.status, two.headers['idempotency-replayed'], two.body['messageId']]).toEqual([
      202,
      'true',
      one.body['messageId'],
    ]);
    expect([await accepted(flow), await accepted(bare)]).toEqual([2, 1]);
  },
);

attack('W02', 'another client’s idempotency key tells nothing of its message', here, async () => {
  const flow = await managed(arena, { apiKey: API_KEY });
  const [one, two] = [
    await key(arena, await client(arena, [flow]), 'api-key'),
    await key(arena, await client(arena, [flow]), 'api-key'),
  ];
  await untilStatus(doorOf(flow), 202, { 'x-api-key': two.secret, ...once() });
  const first = await knock(doorOf(flow), '{"a":1}', { 'x-api-key': one.secret, 'idempotency-key': 'same' });
  const other = await knock(doorOf(flow), '{"a":1}', { 'x-api-key': two.secret, 'idempotency-key': 'same' });
  const different = await knock(doorOf(flow), '{"a":2}', { 'x-api-key': one.secret, 'idempotency-key': 'same' });
  expect([first.status, other.status, other.headers['idempotency-replayed']]).toEqual([202, 202, undefined]);
  expect(other.body['messageId']).not.toBe(first.body['messageId']);
  refused(different, 422, 'key_reused');
});

attack(
  'W03',
  'a door of registered clients of which nothing is said, or no way is open, lets nobody in',
  here,
  async () => {
    const flow = await arena.flow([], { trigger: { authentication: { mode: 'clients' } } });
    const { secret } = await key(arena, await client(arena, [flow]), 'api-key');
    const headers = { 'x-api-key': secret, authorization: `Bearer ${secret}`, ...once() };
    refused(await knock(doorOf(flow), '{}', headers), 401);
    await setDoor(arena, flow, {});
    await new Promise((resolve) => setTimeout(resolve, 300));
    refused(await knock(doorOf(flow), '{}', headers), 401);
    expect(await accepted(flow)).toBe(0);
  },
);

attack(
  'W03',
  'addresses: a neighbour of a listed one, a forged X-Forwarded-For, with and without a proxy',
  here,
  async () => {
    const flow = await managed(
      arena,
      { apiKey: API_KEY },
      { ranges: ['127.0.0.10', '203.0.113.0/24', '2001:db8::/32'] },
    );
    const { secret } = await key(arena, await client(arena, [flow]), 'api-key');
    const from = (address: string, forwarded?: string) =>
      knock(
        doorOf(flow),
        '{}',
        { 'x-api-key': secret, ...once(), ...(forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }) },
        address,
      );
    await until202(() => from('127.0.0.10'));
    for (const address of ['127.0.0.1', '127.0.0.100', '127.0.0.11'])
      refused(await from(address), 403, 'address_refused');
    refused(await from('127.0.0.1', '127.0.0.10'), 403, 'address_refused');
    refused(await from('127.0.0.1', '203.0.113.7'), 403, 'address_refused');
    const edge = { name: 'edge', ranges: ['127.0.0.2'], forwards: true, certificate: null };
    await putProxies(arena.stage.store, tester, 'dev', [edge]);
    await until202(() => from('127.0.0.2', '203.0.113.7'));
    await until202(() => from('127.0.0.2', '198.51.100.1, 2001:db8::7'));
    refused(await from('127.0.0.2', '203.0.113.7, 198.51.100.1'), 403, 'address_refused');
    refused(await from('127.0.0.2', 'unknown'), 403, 'address_refused');
    refused(await from('127.0.0.1', '203.0.113.7'), 403, 'address_refused');
  },
);

attack(
  'W03',
  'a certificate’s header that the client wrote itself, twice, or that the proxy has not verified',
  here,
  async () => {
    const certificate = {
      header: 'X-Client-DN',
      form: 'subject' as const,
      verified: { header: 'X-Client-Verify', word: 'SUCCESS' },
    };
    const proxies = [
      { name: 'edge', ranges: ['127.0.0.2'], forwards: true, certificate: null },
      { name: 'mtls', ranges: ['127.0.0.3'], forwards: false, certificate },
    ];
    await putProxies(arena.stage.store, tester, 'dev', proxies);
    const flow = await managed(arena, { certificate: { proxy: 'mtls' } });
    const own = await client(arena, [flow]);
    const { makeKey } = await import('@throughline/store');
    const wanted = { kind: 'certificate' as const, match: 'CN=scanner,O=Partner', expiresAt: null };
    await makeKey(arena.stage.store, tester, own, wanted);
    const good = { 'x-client-dn': 'CN=scanner,O=Partner', 'x-client-verify': 'SUCCESS' };
    await until202(() => knock(doorOf(flow), '{}', { ...good, ...once() }, '127.0.0.3'));
    for (const stranger of ['127.0.0.1', '127.0.0.2', '127.0.0.30']) {
      refused(await knock(doorOf(flow), '{}', { ...good, ...once() }, stranger), 401);
    }
    const wrong: Record<string, string | string[]>[] = [
      { ...good, 'x-client-verify': 'FAILED:expired' },
      { 'x-client-dn': good['x-client-dn'] },
      { ...good, 'x-client-dn': 'CN=scanner,O=Other' },
      { ...good, 'x-client-dn': [good['x-client-dn'], good['x-client-dn']] },
      { ...good, 'x-client-dn': '' },
    ];
    for (const headers of wrong) refused(await knock(doorOf(flow), '{}', { ...headers, ...once() }, '127.0.0.3'), 401);
  },
);

attack('W03', 'a key is counted, and its limit holds, however many come at once', here, async () => {
  const flow = await managed(arena, { apiKey: API_KEY }, { rate: { calls: 5, seconds: 3600 } });
  const { secret } = await key(arena, await client(arena, [flow]), 'api-key');
  await untilStatus(doorOf(flow), 202, { 'x-api-key': secret, ...once() });
  const answers = await Promise.all(
    Array.from({ length: 30 }, () => knock(doorOf(flow), '{}', { 'x-api-key': secret, ...once() })),
  );
  const let202 = answers.filter(({ status }) => status === 202);
  expect(let202).toHaveLength(4);
  expect(let202[0]!.headers['ratelimit-policy']).toBe('"rate";q=5;w=3600');
  const [late] = answers.filter(({ status }) => status === 429);
  refused(late!, 429, 'too_often');
  expect(Number(late!.headers['retry-after'])).toBeGreaterThan(0);
  expect(late!.headers['ratelimit']).toMatch(/^"rate";r=0;t=\d+$/);
  expect(late!.body['violated-policies']).toEqual(['rate']);
  expect(await accepted(flow)).toBe(5);
});

attack('W03', 'a secret of another environment opens no door here', here, async () => {
  const rule = { mode: 'api-key', header: 'X-API-Key', secret: 'elsewhere' };
  const flow = await arena.flow([], { trigger: { authentication: rule } });
  refused(await knock(doorOf(flow), '{}', { 'x-api-key': arena.canaries.foreign }), 401);
  await saveSecret(arena.stage.store, { environment: 'dev', name: 'elsewhere', value: 'the value of dev', by: 'test' });
  await untilStatus(doorOf(flow), 202, { 'x-api-key': 'the value of dev' });
  refused(await knock(doorOf(flow), '{}', { 'x-api-key': arena.canaries.foreign }), 401);
});

async function until202(ask: () => Promise<Knocked>): Promise<void> {
  const end = Date.now() + 10_000;
  for (;;) {
    const answer = await ask();
    if (answer.status === 202) return;
    if (Date.now() > end) throw new Error(`still ${answer.status} ${answer.text}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

attack('W03', 'HL7 v2 from an address that its door does not list', here, async () => {
  const { stage } = arena;
  const id = 'attack-mllp';
  const nodes = [
    node('in', 'trigger.mllp', { types: ['ZZZ^Z01'] }),
    node('send', 'connector.http', { connection: 'partner', url: '/mllp', body: { expr: '{"id": 1}' } }),
  ];
  await arena.live(flowOf(id, nodes, ['in>send']));
  const send = (control: string, from: string) =>
    mllp(arena.mllpPort, `MSH|^~\\&|A|B|C|D|20260101||ZZZ^Z01|${control}|P|2.5\r`, from);
  await until(async () => (await send('open', '127.0.0.1')).includes('MSA|AA|open'));
  await putDoor(stage.store, tester, {
    environment: 'dev',
    flow: id,
    node: 'in',
    settings: { ...noDoorSettings, ranges: ['127.0.0.10/31'] },
  });
  await until(async () => (await send('probe', '127.0.0.1')).includes('MSA|AR|probe|address_refused'));
  for (const from of ['127.0.0.1', '127.0.0.12', '127.0.0.9']) {
    const answer = await send(`from ${from}`, from);
    expect(answer).toContain('MSA|AR|');
    expect(answer).toContain('address_refused');
  }
  expect(await send('listed', '127.0.0.11')).toContain('MSA|AA|listed');
});

/** One message over a connection of its own, from an address of this machine's choice. */
function mllp(port: number, text: string, localAddress: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, localAddress }, () =>
      socket.write(frameMllp(Buffer.from(text, 'latin1'))),
    );
    let answer = '';
    socket.setEncoding('latin1').on('data', (part: string) => {
      answer += part;
      if (answer.includes('\x1c\r')) socket.end();
    });
    socket.on('end', () => resolve(answer));
    socket.on('error', reject);
  });
}

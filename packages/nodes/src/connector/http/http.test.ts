import type { Connection } from '@throughline/engine';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { createRuns } from '../../runs.ts';
import { CONTEXT, deliveryOf, errorOf, RECEIPT_MESSAGE, reachOf } from '../../trial/delivery.ts';
import { type Arrival, closedPort, listenAsCanary, listenHttp, type Place } from '../../trial/server.ts';
import { type Behaviour, type Destination, putThroughCases } from '../cases.ts';

const runs = createRuns();
const run = runs.effect.get('connector.http')!;
afterAll(() => runs.close());

const places: Place[] = [];
afterEach(async () => {
  await Promise.all(places.splice(0).map((place) => place.close()));
});

type Answer = Parameters<typeof listenHttp>[0];
async function serve(answer: Answer): Promise<{ url: string; port: number; arrivals: Arrival[] }> {
  const place = await listenHttp(answer);
  places.push(place);
  return { url: `http://127.0.0.1:${place.port}`, port: place.port, arrivals: place.arrivals };
}

const ANSWERS: Record<Exclude<Behaviour, 'is down'>, Answer> = {
  accepts: (response) => response.writeHead(201, { 'content-type': 'application/json' }).end('{"id":"GR-9"}'),
  refuses: (response, arrival) => response.writeHead(422, { 'content-type': 'application/json' }).end(arrival.body),
  'acts and never answers': () => {},
  'is busy': (response) => response.writeHead(429, { 'retry-after': '20' }).end(),
  'answers without end': (response) => {
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(64_000, 0x20)));
    };
    response.on('drain', more).writeHead(200);
    more();
  },
};

async function destination(behaviour: Behaviour): Promise<Destination> {
  if (behaviour === 'is down') {
    const settings = { method: 'POST', url: `http://127.0.0.1:${await closedPort()}/` };
    return { settings, keys: () => [], close: async () => {} };
  }
  const { url, arrivals } = await serve(ANSWERS[behaviour]);
  return {
    settings: { method: 'POST', url, timeoutS: 1 },
    keys: () => arrivals.map((arrival) => String(arrival.headers['idempotency-key'])),
    close: async () => {},
  };
}

putThroughCases({
  type: 'connector.http',
  run,
  destination,
  aimAt: (port) => ({ method: 'POST', url: `http://127.0.0.1:${port}/` }),
  skip: {},
});

describe('what is sent', () => {
  it('is the message as it is, with its ids', async () => {
    const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-00`;
    const { url, arrivals } = await serve(ANSWERS.accepts);
    const context = { ...CONTEXT, trigger: { ...CONTEXT.trigger, headers: { traceparent } } };
    const settings = { method: 'PUT', url: `${url}/orders`, query: { dry: false }, headers: { SOAPAction: 'post' } };
    const receipt = await run(deliveryOf(settings, { context }));
    expect(receipt).toEqual({ status: '201', reference: 'GR-9', answer: '{"id":"GR-9"}' });
    expect(arrivals[0]).toMatchObject({
      method: 'PUT',
      path: '/orders?dry=false',
      body: RECEIPT_MESSAGE,
      headers: {
        'content-type': 'application/json',
        'idempotency-key': 'd41f2c9be0',
        'x-correlation-id': 'c-000001',
        'x-message-id': 'm-000001',
        // The sender's trace, with this run as the one that asks.
        traceparent: expect.stringMatching(`^00-${'a'.repeat(32)}-(?!b{16})[0-9a-f]{16}-00$`),
        soapaction: 'post',
      },
    });
  });

  it('is the string itself when the message is a string', async () => {
    const { url, arrivals } = await serve(ANSWERS.accepts);
    const message = JSON.stringify('ISA*00*  ~é');
    const settings = { method: 'POST', url, headers: { 'content-type': 'application/edi-x12' }, idempotencyHeader: '' };
    await run(deliveryOf(settings, { message }));
    expect(arrivals[0]).toMatchObject({ body: 'ISA*00*  ~é', headers: { 'content-type': 'application/edi-x12' } });
    expect(arrivals[0]?.headers['idempotency-key']).toBeUndefined();
  });

  it.each([
    ['a\r\nX-Admin: 1', 'header_invalid'],
    ['a\u0000', 'header_invalid'],
    ['名', 'header_invalid'],
  ])('never a header value like %j', async (value, code) => {
    const { url, arrivals } = await serve(ANSWERS.accepts);
    const settings = { method: 'POST', url, headers: { 'X-Ward': value } };
    expect(await errorOf(run(deliveryOf(settings)))).toMatchObject({ code, class: 'data' });
    expect(arrivals).toHaveLength(0);
  });

  it.each(['Host', 'Content-Length', 'transfer-encoding', 'X Y', 'X\r\nY'])('never a header named %j', async (name) => {
    const { url } = await serve(ANSWERS.accepts);
    const error = await errorOf(run(deliveryOf({ method: 'POST', url, headers: { [name]: '1' } })));
    expect(error.code).toMatch(/^header_(forbidden|invalid)$/u);
  });
});

describe('what the answer means', () => {
  const answered = async (status: number, headers: Record<string, string> = {}, body = '', settings = {}) => {
    const { url } = await serve((response) => response.writeHead(status, headers).end(body));
    return run(deliveryOf({ method: 'POST', url, ...settings }));
  };
  const json = { 'content-type': 'application/json' };

  it.each([
    [400, 'rejected'],
    [404, 'rejected'],
    [409, 'rejected'],
    [301, 'rejected'],
    [408, 'unavailable'],
    [425, 'unavailable'],
    [429, 'rate-limited'],
    [500, 'unavailable'],
    [503, 'unavailable'],
    [502, 'unknown-outcome'],
    [504, 'unknown-outcome'],
  ])('%d is class %s', async (status, errorClass) => {
    expect(await errorOf(answered(status))).toEqual({
      code: `http_${status}`,
      class: errorClass,
      sentence: `The destination answered ${status}.`,
    });
  });

  it('keeps Retry-After, as seconds and as a date', async () => {
    expect((await errorOf(answered(503, { 'retry-after': '20' }))).retryAfterS).toBe(20);
    const date = new Date(Date.now() + 60_000).toUTCString();
    expect((await errorOf(answered(503, { 'retry-after': date }))).retryAfterS).toBeGreaterThan(57);
    expect((await errorOf(answered(503, { 'retry-after': 'soon' }))).retryAfterS).toBeUndefined();
  });

  it.each([
    ['{"code":"E_PERIOD_CLOSED","detail":"Jane Doe"}', ' (E_PERIOD_CLOSED)'],
    ['{"error":{"code":"M3/101","message":"Jane"}}', ' (M3/101)'],
    ['{"code":"Jane Doe is unknown"}', ''],
    ['{"code":"PO-7781"}', ''],
    [
      '{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"not-found","diagnostics":"Jane"}]}',
      ' (not-found)',
    ],
    ['Jane', ''],
  ])('repeats of %s only a code', async (body, shown) => {
    expect((await errorOf(answered(422, json, body))).sentence).toBe(`The destination answered 422${shown}.`);
  });

  it('takes an OperationOutcome of severity error for the refusal it is', async () => {
    const outcome = { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'business-rule' }] };
    const error = await errorOf(answered(200, json, JSON.stringify(outcome)));
    expect(error).toMatchObject({ code: 'operation_outcome', class: 'rejected' });
  });

  it('takes the refusal of one entry of a FHIR batch for the refusal it is', async () => {
    const bundle = (...statuses: string[]) =>
      JSON.stringify({
        ...{ resourceType: 'Bundle', type: 'batch-response' },
        entry: statuses.map((status) => ({ response: { status } })),
      });
    const error = await errorOf(answered(200, json, bundle('201 Created', '422 Unprocessable', '404')));
    expect(error).toMatchObject({ code: 'bundle_entry_refused', class: 'rejected' });
    expect(error.sentence).toBe(
      'The destination answered 200, but refused 2 of 3 entries of the Bundle, first entry 2 (422).',
    );
    const outcome = { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'invalid' }] };
    const quiet = bundle('200').replace('"status":"200"', `"status":"200","outcome":${JSON.stringify(outcome)}`);
    expect((await errorOf(answered(200, json, quiet))).code).toBe('bundle_entry_refused');
    expect(await answered(200, json, bundle('201 Created', '200'))).toMatchObject({ status: '200' });
  });

  it('obeys expect', async () => {
    expect(await answered(409, json, '{"id":7}', { expect: [201, 409] })).toMatchObject({
      status: '409',
      reference: '7',
    });
    expect((await errorOf(answered(200, {}, '', { expect: [201, 409] }))).code).toBe('http_200');
  });

  it('gives JSON as it is, other text as a string, nothing as null', async () => {
    expect((await answered(200, json, ' {"total":10.10} ')).answer).toBe('{"total":10.10}');
    expect((await answered(200, { 'content-type': 'text/plain' }, 'OK')).answer).toBe('"OK"');
    expect((await answered(200, { 'content-type': 'text/plain; charset=latin1' }, 'OK')).answer).toBe('"OK"');
    expect((await answered(204)).answer).toBe('null');
  });

  it('stays beside the message where the flow says so', async () => {
    const message = '{"po":"PO-7781","total":10.10}';
    const { url } = await serve(ANSWERS.accepts);
    const behind = async (reply: unknown) =>
      (await run(deliveryOf({ method: 'POST', url, reply }, { message }))).answer;
    expect(await behind({ becomes: 'message', into: null })).toBe(message);
    expect(await behind({ becomes: 'message', into: 'erp.answer' })).toBe(
      '{"po":"PO-7781","total":10.1,"erp":{"answer":{"id":"GR-9"}}}',
    );
    expect(await behind({ becomes: 'answer' })).toBe('{"id":"GR-9"}');
  });

  it('has its place before anything is sent', async () => {
    const { url, arrivals } = await serve(ANSWERS.accepts);
    const reply = { becomes: 'message', into: 'po.answer' };
    const sent = run(deliveryOf({ method: 'POST', url, reply }, { message: '{"po":"PO-7781"}' }));
    expect(await errorOf(sent)).toMatchObject({ code: 'into_no_object', class: 'data' });
    expect(arrivals).toHaveLength(0);
    const twice = await serve((response) => response.writeHead(200, json).end('{"a":1,"a":2}'));
    const kept = run(deliveryOf({ method: 'POST', url: twice.url, reply: { becomes: 'message', into: 'answer' } }));
    expect(await errorOf(kept)).toMatchObject({ code: 'answer_malformed', class: 'unknown-outcome' });
  });

  it('prefers Location as the reference', async () => {
    expect((await answered(201, { ...json, location: '/orders/7' }, '{"id":"x"}')).reference).toBe('/orders/7');
  });

  it('calls JSON that is none malformed', async () => {
    expect(await errorOf(answered(200, json, '{"id":'))).toMatchObject({
      code: 'answer_malformed',
      class: 'unknown-outcome',
    });
  });
});

describe('R03 redirects', () => {
  const redirectTo = (location: string, status = 307) =>
    serve((response) => response.writeHead(status, { location }).end());

  it('follows three, not four', async () => {
    const last = await serve(ANSWERS.accepts);
    const third = await redirectTo(`${last.url}/last`);
    const second = await redirectTo(third.url);
    const first = await redirectTo(second.url, 308);
    expect(await run(deliveryOf({ method: 'POST', url: first.url }))).toMatchObject({ status: '201' });
    expect(last.arrivals[0]).toMatchObject({ method: 'POST', body: RECEIPT_MESSAGE });
    const zeroth = await redirectTo(first.url);
    expect((await errorOf(run(deliveryOf({ method: 'POST', url: zeroth.url })))).code).toBe('redirects_exceeded');
  });

  it('checks each hop', async () => {
    const canary = await listenAsCanary();
    places.push(canary);
    const { url, port } = await redirectTo(`http://127.0.0.1:${canary.port}/`);
    const reach = reachOf({ allow: [{ to: '127.0.0.1/32', ports: [port], reason: 'the first hop only' }] });
    expect((await errorOf(run(deliveryOf({ method: 'POST', url }, { reach })))).code).toBe('egress_blocked');
    expect(canary.connections).toHaveLength(0);
  });

  it('says of a path without a connection what is missing', async () => {
    expect(await errorOf(run(deliveryOf({ method: 'POST', url: '/postings' })))).toMatchObject({
      code: 'address_incomplete',
      path: 'url',
    });
  });

  it.each(['https://127.0.0.1/', 'file:///etc/passwd', 'http://u:p@127.0.0.1/'])('refuses %s', async (location) => {
    const { url } = await redirectTo(location);
    expect((await errorOf(run(deliveryOf({ method: 'POST', url })))).code).toBe('egress_blocked');
  });

  it('turns no POST into a GET', async () => {
    const { url } = await redirectTo('/login', 302);
    expect(await errorOf(run(deliveryOf({ method: 'POST', url })))).toMatchObject({
      code: 'http_302',
      class: 'rejected',
    });
  });

  it('leaves credentials behind on another host', async () => {
    const other = await serve(ANSWERS.accepts);
    const { url } = await redirectTo(other.url);
    const connections: Connection[] = [
      { name: 'erp', type: 'http', settings: { baseUrl: url, auth: 'bearer' }, secrets: { token: 'ZZSECRET' } },
    ];
    const settings = { method: 'POST', connection: 'erp', headers: { Cookie: 'sid=1', 'X-Key': 'k' } };
    await run(deliveryOf(settings, { reach: reachOf({ connections }) }));
    const { authorization, cookie, 'x-key': key, 'idempotency-key': id } = other.arrivals[0]!.headers;
    expect({ authorization, cookie, key, id }).toEqual({ id: 'd41f2c9be0' });
  });
});

it('ignores proxy variables', async () => {
  const canary = await listenAsCanary();
  places.push(canary);
  const { url } = await serve(ANSWERS.accepts);
  const proxy = `http://127.0.0.1:${canary.port}`;
  Object.assign(process.env, { HTTP_PROXY: proxy, http_proxy: proxy, ALL_PROXY: proxy, NODE_USE_ENV_PROXY: '1' });
  try {
    expect(await run(deliveryOf({ method: 'POST', url }))).toMatchObject({ status: '201' });
    expect(canary.connections).toHaveLength(0);
  } finally {
    for (const name of ['HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'NODE_USE_ENV_PROXY']) delete process.env[name];
  }
});

it('shares no connection between environments with other rules', async () => {
  const { url, port } = await serve(ANSWERS.accepts);
  await run(deliveryOf({ method: 'POST', url }));
  const allow = [{ to: '127.0.0.1', ports: [port + 1], reason: 'another port' }];
  expect((await errorOf(run(deliveryOf({ method: 'POST', url }, { reach: reachOf({ allow }) })))).code).toBe(
    'egress_blocked',
  );
});

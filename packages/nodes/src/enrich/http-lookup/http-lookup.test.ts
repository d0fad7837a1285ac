import type { HostInput } from '@throughline/engine';
import { afterAll, afterEach, expect, it } from 'vitest';
import { createRuns } from '../../runs.ts';
import { CONTEXT, errorOf, reachOf } from '../../trial/delivery.ts';
import { type Arrival, listenHttp, type Place } from '../../trial/server.ts';

const runs = createRuns();
const run = runs.host.get('enrich.http-lookup')!;
afterAll(() => runs.close());

const places: Place[] = [];
afterEach(async () => {
  await Promise.all(places.splice(0).map((place) => place.close()));
});

async function serve(status: number, body = ''): Promise<{ url: string; arrivals: Arrival[] }> {
  const place = await listenHttp((response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(body),
  );
  places.push(place);
  return { url: `http://127.0.0.1:${place.port}/items/00123`, arrivals: place.arrivals };
}

const MESSAGE = '{"item":"00123","quantity":10.10,"serial":12345678901234567890}';
const look = (settings: Record<string, unknown>, more: Partial<HostInput> = {}) =>
  run({
    node: 'ask',
    message: MESSAGE,
    settings: { into: 'found.master', ...settings },
    context: CONTEXT,
    reach: reachOf(),
    signal: new AbortController().signal,
    ...more,
  });

it('writes the answer into the message, digit for digit', async () => {
  const { url, arrivals } = await serve(200, '{"price":99999999999999999.99}');
  const outcome = await look({ url, query: { unit: 'EA' } });
  const [, serial, price] = /"serial":(\d+).*"price":([\d.]+)/u.exec((outcome as { message: string }).message) ?? [];
  expect([serial, price]).toEqual(['12345678901234567890', '99999999999999999.99']);
  expect(outcome).toMatchObject({ kind: 'out', port: 'out', message: expect.stringContaining('"found":{"master":{') });
  expect(arrivals[0]).toMatchObject({ method: 'GET', path: '/items/00123?unit=EA', body: '' });
  expect(arrivals[0]?.headers['idempotency-key']).toBeUndefined();
});

it('asks once while the answer is kept, and again for another address or user', async () => {
  const { url, arrivals } = await serve(200, '{}');
  const reach = reachOf();
  await look({ url, ttlS: 60 }, { reach });
  await look({ url, ttlS: 60 }, { reach });
  expect(arrivals).toHaveLength(1);
  await look({ url: `${url}0`, ttlS: 60 }, { reach });
  await look({ url, ttlS: 60, headers: { 'X-Site': 'south' } }, { reach });
  await look({ url, ttlS: 0 }, { reach });
  expect(arrivals).toHaveLength(4);
});

it('stops, fills in or leaves out what is not there, and remembers that', async () => {
  const { url, arrivals } = await serve(404);
  const reach = reachOf();
  expect(await errorOf(look({ url }, { reach }))).toMatchObject({ code: 'lookup_missing', class: 'data' });
  const filled = await look({ url, missing: { do: 'default', value: { price: '0' } } }, { reach });
  expect(filled).toMatchObject({ message: expect.stringContaining('"found":{"master":{"price":"0"}}') });
  expect(await look({ url, missing: { do: 'leave' } }, { reach })).toMatchObject({ message: MESSAGE });
  expect(arrivals).toHaveLength(1);
});

it('makes the answer the message where it is told no place', async () => {
  const { url } = await serve(200, '{"price":1.50}');
  expect(await look({ url, into: null })).toMatchObject({ message: '{"price":1.50}' });
});

it('says what went wrong', async () => {
  const { url } = await serve(503);
  expect(await errorOf(look({ url }))).toMatchObject({ code: 'http_503', class: 'unavailable' });
  const fine = await serve(200, '1');
  expect((await errorOf(look({ url: fine.url, into: 'item.x' }))).code).toBe('into_no_object');
  expect((await errorOf(look({ url: fine.url, into: 'a..b' }))).code).toBe('setting_invalid');
  expect((await errorOf(look({ url: fine.url, into: '__proto__.x' }))).code).toBe('setting_invalid');
  expect((await errorOf(look({ url: fine.url }, { message: '[]' }))).code).toBe('into_no_object');
});

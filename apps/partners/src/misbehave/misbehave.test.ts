import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Partners, startPartners } from '../index.ts';
import { chargeMessage, knock, post } from '../testing/knock.ts';

let partners: Partners;
let url: string;
beforeAll(async () => {
  partners = await startPartners({ inventoryPort: 0, billingPort: 0, erpPort: 0 });
  url = partners.billingUrl;
});
beforeEach(() => post(`${url}/_reset`, {}));
afterAll(() => partners.close());

const charge = (signal?: AbortSignal) =>
  knock(`${url}/charges`, { method: 'POST', body: chargeMessage, headers: { 'idempotency-key': 'k-1' }, signal });
const misbehave = (order: object) => post(`${url}/_misbehave`, order);
const counts = async () => (await knock(`${url}/_stats`)).body['counts'];

describe('POST /_misbehave', () => {
  it('error: fails the next n requests before looking at them', async () => {
    await misbehave({ mode: 'error', status: 503, retryAfterS: 20, count: 2 });
    const first = await charge();
    expect(first).toMatchObject({ status: 503, body: { code: 'told_to_fail' } });
    expect(first.headers.get('retry-after')).toBe('20');
    expect((await charge()).status).toBe(503);
    expect((await charge()).status).toBe(201);
    expect(await counts()).toEqual({ accepted: 1, repeated: 0, refused: 0, misbehaved: 2 });
    const { body } = await knock(`${url}/_ledger?outcome=misbehaved`);
    expect(body['entries']).toMatchObject([{ key: 'k-1', status: '503' }, { key: 'k-1' }]);
  });

  it('rate-limit: 429 with Retry-After', async () => {
    await misbehave({ mode: 'rate-limit', retryAfterS: 7, count: 1 });
    const answer = await charge();
    expect(answer.status).toBe(429);
    expect(answer.headers.get('retry-after')).toBe('7');
  });

  it('drop-answer: commits and stays silent; the repeated request gets the answer', async () => {
    await misbehave({ mode: 'drop-answer', count: 1 });
    await expect(charge(AbortSignal.timeout(200))).rejects.toThrow(/timeout/i);
    expect(await counts()).toMatchObject({ accepted: 1 });
    const again = await charge();
    expect(again).toMatchObject({ status: 201, body: { id: 'CHG-000001' } });
    expect(await counts()).toEqual({ accepted: 1, repeated: 1, refused: 0, misbehaved: 0 });
  });

  it('drop-answer with cut: commits and cuts the socket', async () => {
    await misbehave({ mode: 'drop-answer', cut: true, count: 1 });
    await expect(charge()).rejects.toThrow('fetch failed');
    expect(await counts()).toMatchObject({ accepted: 1 });
  });

  it('hang: never looks, never answers', async () => {
    await misbehave({ mode: 'hang', count: 1 });
    await expect(charge(AbortSignal.timeout(200))).rejects.toThrow(/timeout/i);
    expect(await counts()).toMatchObject({ accepted: 0, misbehaved: 1 });
  });

  it('reset: cuts the socket without looking', async () => {
    await misbehave({ mode: 'reset', count: 1 });
    await expect(charge()).rejects.toThrow('fetch failed');
    expect(await counts()).toMatchObject({ accepted: 0, misbehaved: 1 });
  });

  it('delay: answers late; for: until the time is over', async () => {
    await misbehave({ mode: 'delay', delayMs: 150, for: 0.3 });
    const began = performance.now();
    await charge();
    expect(performance.now() - began).toBeGreaterThanOrEqual(145);
    await expect.poll(async () => (await knock(`${url}/_stats`)).body['misbehaving']).toBeNull();
    expect((await charge()).status).toBe(201);
  });

  it('none: behaves again; a new order replaces the old one', async () => {
    await misbehave({ mode: 'hang' });
    await misbehave({ mode: 'none' });
    expect((await charge()).status).toBe(201);
  });

  it('refuses an order it does not understand, naming the field', async () => {
    expect((await misbehave({ mode: 'sulk' })).body).toMatchObject({ status: 400, field: 'mode' });
    expect((await misbehave({ mode: 'error', count: 0 })).body).toMatchObject({ status: 400, field: 'count' });
  });

  it('leaves tokens alone unless told by path', async () => {
    const erp = partners.erpUrl;
    const form = 'grant_type=client_credentials&client_id=throughline&client_secret=stand-in-secret';
    const token = () => knock(`${erp}/oauth/token`, { method: 'POST', body: form });
    await post(`${erp}/_misbehave`, { mode: 'error' });
    expect((await token()).status).toBe(200);
    await post(`${erp}/_misbehave`, { mode: 'error', path: '/oauth' });
    expect((await token()).status).toBe(500);
    await post(`${erp}/_misbehave`, { mode: 'none' });
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Partners, startPartners } from '../index.ts';
import { knock, post, postingMessage } from '../testing/knock.ts';

let partners: Partners;
let url: string;
let bearer: Record<string, string>;

async function token(from = url, secret = 'stand-in-secret') {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: 'throughline',
    client_secret: secret,
  });
  return knock(`${from}/oauth/token`, {
    method: 'POST',
    body: body.toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
}

beforeAll(async () => {
  partners = await startPartners({ inventoryPort: 0, billingPort: 0, erpPort: 0 });
  url = partners.erpUrl;
  bearer = { authorization: `Bearer ${(await token()).body['access_token']}` };
});
beforeEach(() => post(`${url}/_reset`, {}));
afterAll(() => partners.close());

const write = (path: string, message: unknown, key = 'k-1') =>
  post(`${url}${path}`, message, { 'idempotency-key': key, ...bearer });
const ask = (path: string) => knock(`${url}${path}`, { headers: bearer });

describe('OAuth2 client credentials', () => {
  it('gives a token for the right secret, in the form or as Basic', async () => {
    expect((await token()).body).toMatchObject({ token_type: 'Bearer', expires_in: 300 });
    const answer = await knock(`${url}/oauth/token`, {
      method: 'POST',
      body: 'grant_type=client_credentials',
      headers: { authorization: `Basic ${Buffer.from('throughline:stand-in-secret').toString('base64')}` },
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('refuses a wrong secret and another grant', async () => {
    expect(await token(url, 'guess')).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    const other = await knock(`${url}/oauth/token`, { method: 'POST', body: 'grant_type=password' });
    expect(other).toMatchObject({ status: 400, body: { error: 'unsupported_grant_type' } });
  });

  it('answers 401 without a token and with one that is over', async () => {
    expect((await knock(`${url}/items/40020221`)).body).toMatchObject({ status: 401, code: 'token_missing' });
    const short = await startPartners({ inventoryPort: 0, billingPort: 0, erpPort: 0, erp: { tokenLifeS: 0.2 } });
    const headers = { authorization: `Bearer ${(await token(short.erpUrl)).body['access_token']}` };
    expect((await knock(`${short.erpUrl}/items/40020221`, { headers })).status).toBe(200);
    await expect.poll(async () => (await knock(`${short.erpUrl}/items/40020221`, { headers })).status).toBe(401);
    const over = await knock(`${short.erpUrl}/items/40020221`, { headers });
    expect(over.headers.get('www-authenticate')).toContain('error="invalid_token"');
    await short.close();
  });

  it('ends every token when told to', async () => {
    const headers = { authorization: `Bearer ${(await token()).body['access_token']}` };
    await post(`${url}/_expire-tokens`, {});
    expect((await knock(`${url}/items/40020221`, { headers })).status).toBe(401);
    bearer = { authorization: `Bearer ${(await token()).body['access_token']}` };
  });
});

describe('rate limit', () => {
  it('answers 429 with whole seconds to wait, and takes requests again after them', async () => {
    const slow = await startPartners({ inventoryPort: 0, billingPort: 0, erpPort: 0, erp: { ratePerS: 5 } });
    const headers = { authorization: `Bearer ${(await token(slow.erpUrl)).body['access_token']}` };
    const item = () => knock(`${slow.erpUrl}/items/40020221`, { headers });
    const answers = await Promise.all(Array.from({ length: 20 }, item));
    const refused = answers.filter(({ status }) => status === 429);
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(5);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]?.headers.get('retry-after')).toBe('1');
    expect(refused[0]?.body).toMatchObject({ code: 'rate_limited' });
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect((await item()).status).toBe(200);
    await slow.close();
  });
});

describe('POST /postings', () => {
  it('posts a balanced entry once and keeps the balances', async () => {
    const first = await write('/postings', postingMessage);
    expect(first.status).toBe(201);
    expect(first.body).toEqual({
      id: 'JE-000001',
      postingId: 'JE-1',
      status: 'posted',
      period: '2026-11',
      total: 12.8,
    });
    expect((await write('/postings', postingMessage)).body).toEqual(first.body);
    expect((await knock(`${url}/_stats`)).body).toMatchObject({
      postings: 1,
      balances: { '610200': 12.8, '141000': -12.8 },
    });
    expect((await ask('/postings/JE-1')).body).toMatchObject({ id: 'JE-000001' });
  });

  const line = (index: number, change: object) => ({
    ...postingMessage,
    lines: postingMessage.lines.map((one, i) => (i === index ? { ...one, ...change } : one)),
  });
  it.each([
    ['debits that are not the credits', line(0, { debit: 12.81 }), 422, 'posting_unbalanced', 'lines'],
    ['an unknown account', line(1, { account: '999999' }), 422, 'account_unknown', 'lines[1].account'],
    ['an inactive account', line(1, { account: '660000' }), 422, 'account_unknown', 'lines[1].account'],
    [
      'an expense without cost centre',
      line(0, { costCentre: undefined }),
      422,
      'cost_centre_missing',
      'lines[0].costCentre',
    ],
    ['an inactive cost centre', line(0, { costCentre: '72180' }), 422, 'cost_centre_unknown', 'lines[0].costCentre'],
    ['an unknown item', line(0, { item: '4999' }), 422, 'item_unknown', 'lines[0].item'],
    ['both sides on one line', line(0, { credit: 1 }), 422, 'side_missing', 'lines[0].debit'],
    ['a closed period', { ...postingMessage, postingDate: '2026-09-28' }, 409, 'period_closed', 'postingDate'],
    ['a day that is none', { ...postingMessage, postingDate: '00000000' }, 422, 'posting_invalid', 'postingDate'],
  ])('refuses %s and posts nothing', async (_, message, status, code, field) => {
    expect((await write('/postings', message)).body).toMatchObject({ status, code, field });
    expect((await knock(`${url}/_stats`)).body).toMatchObject({ postings: 0, balances: {} });
  });

  it('opens and closes a period by hand', async () => {
    expect((await post(`${url}/_periods/2026-11`, { open: false })).body).toEqual({ period: '2026-11', open: false });
    expect((await write('/postings', postingMessage)).body).toMatchObject({ status: 409, code: 'period_closed' });
    await post(`${url}/_periods/2026-11`, { open: true });
    expect((await write('/postings', postingMessage)).status).toBe(201);
    expect((await post(`${url}/_periods/2026-13`, { open: true })).status).toBe(400);
  });
});

const receipt = (change: object = {}, quantity = 20) => ({
  receiptId: 'GR-1',
  receivedAt: '2026-11-13T08:20:00-06:00',
  purchaseOrder: 'PO-7781',
  supplier: 'S-12',
  facility: 'WEST',
  location: 'WEST-DOCK',
  lines: [{ line: 1, purchaseOrderLine: 1, item: '40020221', quantity, unit: 'BX' }],
  ...change,
});
const invoice = (change: object = {}, unitPrice = 115.2) => ({
  invoice: 'INV-1',
  type: 'invoice',
  invoiceDate: '2026-11-14',
  supplier: 'S-12',
  purchaseOrder: 'PO-7781',
  currency: 'USD',
  freight: 18.5,
  lines: [
    { line: 1, purchaseOrderLine: 1, item: '40020221', quantity: 20, unit: 'BX', unitPrice, amount: 20 * unitPrice },
  ],
  total: 20 * unitPrice + 18.5,
  ...change,
});

describe('three-way match', () => {
  it('pays an invoice for what was ordered and received', async () => {
    expect((await write('/goods-receipts', receipt())).body).toMatchObject({
      id: 'GRN-000001',
      lines: [{ line: 1, ordered: 20, received: 20, invoiced: 0 }],
    });
    expect((await write('/invoices', invoice(), 'k-2')).body).toMatchObject({
      id: 'AP-000001',
      status: 'payable',
      differences: [],
    });
    const order = (await ask('/purchase-orders/PO-7781')).body;
    expect(order).toMatchObject({
      supplier: 'S-12',
      lines: [{ quantity: 20, unitPrice: 115.2, received: 20, invoiced: 20 }],
    });
  });

  it('blocks an invoice for more than was received or at another price', async () => {
    await write('/goods-receipts', receipt({}, 15));
    const { body } = await write('/invoices', invoice({}, 120), 'k-2');
    expect(body).toMatchObject({
      status: 'blocked',
      differences: [
        { line: 1, what: 'quantity', invoiced: 20, expected: 15 },
        { line: 1, what: 'price', invoiced: 120, expected: 115.2 },
      ],
    });
  });

  it('lets a price through that is within two per cent', async () => {
    await write('/goods-receipts', receipt());
    expect((await write('/invoices', invoice({}, 117), 'k-2')).body).toMatchObject({ status: 'payable' });
  });

  it('takes one invoice number of a supplier once, whatever the key', async () => {
    await write('/invoices', invoice());
    expect((await write('/invoices', invoice(), 'k-2')).body).toMatchObject({ status: 409, code: 'invoice_duplicate' });
  });

  it('does not take damaged goods into stock', async () => {
    const lines = [{ line: 1, purchaseOrderLine: 1, item: '40020221', quantity: 2, unit: 'BX', condition: 'damaged' }];
    expect((await write('/goods-receipts', receipt({ lines }))).body).toMatchObject({ lines: [{ received: 0 }] });
  });

  it.each([
    ['an unknown order', receipt({ purchaseOrder: 'PO-1' }), 422, 'purchase_order_unknown', 'purchaseOrder'],
    ['another supplier', receipt({ supplier: 'S-9' }), 422, 'supplier_mismatch', 'supplier'],
    [
      'a cancelled order',
      receipt({ purchaseOrder: 'PO-7715', supplier: 'S-13' }),
      409,
      'purchase_order_closed',
      'purchaseOrder',
    ],
    ['more than a tenth too much', receipt({}, 23), 422, 'over_delivery', 'lines[0].quantity'],
    ['a closed period', receipt({ receivedAt: '2026-09-30T23:00:00Z' }), 409, 'period_closed', 'receivedAt'],
  ])('refuses a receipt for %s', async (_, message, status, code, field) => {
    expect((await write('/goods-receipts', message)).body).toMatchObject({ status, code, field });
    expect((await knock(`${url}/_stats`)).body).toMatchObject({ goodsReceipts: 0 });
  });

  it('counts the lines of one receipt together', async () => {
    const line = { line: 1, purchaseOrderLine: 1, item: '40020221', quantity: 12, unit: 'BX' };
    const { body } = await write('/goods-receipts', receipt({ lines: [line, { ...line, line: 2 }] }));
    expect(body).toMatchObject({ code: 'over_delivery', field: 'lines[1].quantity' });
  });

  it.each([
    ['unit', { unit: 'EA' }, 'unit_mismatch', 'lines[0].unit'],
    ['item', { item: '40020220' }, 'item_mismatch', 'lines[0].item'],
    ['order line', { purchaseOrderLine: 2 }, 'order_line_unknown', 'lines[0].purchaseOrderLine'],
    ['amount', { amount: 1 }, 'amount_mismatch', 'lines[0].amount'],
  ])('refuses an invoice with another %s', async (_, change, code, field) => {
    const lines = [{ ...invoice().lines[0], ...change }];
    expect((await write('/invoices', invoice({ lines }))).body).toMatchObject({ status: 422, code, field });
  });
});

describe('GET /items/{item}', () => {
  it('knows the item master', async () => {
    expect((await ask('/items/40020221')).body).toMatchObject({
      item: '40020221',
      category: 'suture',
      stockUnit: 'EA',
      stocked: true,
      supplier: 'S-12',
    });
    expect((await ask('/items/49999999')).body).toMatchObject({ status: 404, code: 'item_unknown' });
  });
});

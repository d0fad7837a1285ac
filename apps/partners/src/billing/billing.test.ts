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

const charge = (message: unknown, key = 'k-1') => post(`${url}/charges`, message, { 'idempotency-key': key });

/** The good message with one of its lines' fields changed. */
function withLine(index: number, change: object) {
  return {
    ...chargeMessage,
    lines: chargeMessage.lines.map((line, i) => (i === index ? { ...line, ...change } : line)),
  };
}

describe('POST /charges', () => {
  it('posts a charge once, and shows it', async () => {
    const first = await charge(chargeMessage);
    expect(first.status).toBe(201);
    expect(first.body).toEqual({ id: 'CHG-000001', chargeId: 'CH-1', status: 'posted', lines: 2, total: 4365.73 });
    const again = await charge(chargeMessage);
    expect(again.status).toBe(201);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    const { body } = await knock(`${url}/_ledger`);
    expect(body['counts']).toEqual({ accepted: 1, repeated: 1, refused: 0, misbehaved: 0 });
    const [one, two] = body['entries'] as { key: string; sha256: string; effect: { total: number } | null }[];
    expect(one).toMatchObject({ seq: 1, what: 'POST /charges', key: 'k-1', outcome: 'accepted', status: '201' });
    expect(one?.effect).toMatchObject({ kind: 'charge', id: 'CHG-000001', total: 4365.73 });
    expect(two).toMatchObject({ seq: 2, outcome: 'repeated', effect: null, sha256: one?.sha256 });
    expect((await knock(`${url}/charges/CHG-000001`)).body).toMatchObject({ chargeId: 'CH-1' });
    expect((await knock(`${url}/charges/CH-1`)).body).toMatchObject({ id: 'CHG-000001' });
    expect((await knock(`${url}/_stats`)).body).toMatchObject({ charges: 1, balance: 4365.73 });
  });

  it('has one effect for fifty requests at once under one key', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => charge(chargeMessage)));
    expect(new Set(answers.map(({ body }) => body['id']))).toEqual(new Set(['CHG-000001']));
    expect((await knock(`${url}/_stats`)).body).toMatchObject({ charges: 1 });
  });

  it('refuses the same key with another body, and remembers no refusal', async () => {
    expect((await charge(withLine(0, { chargeCode: '' }))).status).toBe(422);
    expect((await charge(chargeMessage)).status).toBe(201);
    const reused = await charge({ ...chargeMessage, facility: 'EAST' });
    expect(reused.status).toBe(422);
    expect(reused.body).toMatchObject({ code: 'idempotency_key_reused' });
  });

  const credit = { ...chargeMessage, chargeId: 'CR-1', type: 'credit' };
  it.each([
    ['no charge code', withLine(1, { chargeCode: undefined }), 'charge_code_missing', 'lines[1].chargeCode'],
    ['an empty charge code', withLine(0, { chargeCode: ' ' }), 'charge_code_missing', 'lines[0].chargeCode'],
    ['an unknown charge code', withLine(0, { chargeCode: '9999999' }), 'charge_code_unknown', 'lines[0].chargeCode'],
    ['a negative quantity', withLine(0, { quantity: -1 }), 'charge_invalid', 'lines[0].quantity'],
    ['an amount that is not the product', withLine(1, { amount: 44.81 }), 'amount_mismatch', 'lines[1].amount'],
    ['a total that is not the sum', { ...chargeMessage, total: 1 }, 'total_mismatch', 'total'],
    ['no patient', { ...chargeMessage, patient: {} }, 'charge_invalid', 'patient.id'],
    ['a credit for nothing', credit, 'reversed_charge_unknown', 'reverses'],
  ])('refuses %s with 422, naming the field, and posts nothing', async (_, message, code, field) => {
    const answer = await charge(message);
    expect(answer.status).toBe(422);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.body).toMatchObject({ status: 422, code, field });
    expect((await knock(`${url}/_stats`)).body).toMatchObject({ charges: 0, counts: { accepted: 0, refused: 1 } });
  });

  it('refuses a missing key and a body that is not JSON with 400', async () => {
    expect((await post(`${url}/charges`, chargeMessage)).body).toMatchObject({ code: 'idempotency_key_missing' });
    expect((await charge('{"chargeId":')).body).toMatchObject({ status: 400, code: 'json_invalid' });
  });

  it('refuses the same charge id under another key with 409', async () => {
    await charge(chargeMessage);
    expect((await charge(chargeMessage, 'k-2')).body).toMatchObject({ status: 409, code: 'charge_exists' });
  });

  it('takes a charge back with a credit', async () => {
    await charge(chargeMessage);
    expect((await charge({ ...credit, reverses: 'CH-1' }, 'k-2')).status).toBe(201);
    expect((await knock(`${url}/_stats`)).body).toMatchObject({ charges: 2, balance: 0 });
  });

  it('does not know a charge that was never posted', async () => {
    expect((await knock(`${url}/charges/CHG-000009`)).body).toMatchObject({ status: 404, code: 'charge_unknown' });
  });
});

describe('GET /_ledger', () => {
  it('pages, and finds by key and outcome', async () => {
    for (let i = 1; i <= 5; i++) await charge({ ...chargeMessage, chargeId: `CH-${i}` }, `k-${i}`);
    const first = (await knock(`${url}/_ledger?limit=2`)).body;
    expect((first['entries'] as unknown[]).length).toBe(2);
    expect(first['next']).toBe(2);
    const rest = (await knock(`${url}/_ledger?limit=3&after=2`)).body;
    expect((rest['entries'] as { seq: number }[]).map(({ seq }) => seq)).toEqual([3, 4, 5]);
    expect(rest['next']).toBeNull();
    expect((await knock(`${url}/_ledger?key=k-3`)).body['entries']).toMatchObject([{ seq: 3 }]);
    expect((await knock(`${url}/_ledger?outcome=refused`)).body['entries']).toEqual([]);
    expect((await knock(`${url}/_ledger?limit=none`)).body).toMatchObject({ status: 400, field: 'limit' });
  });
});

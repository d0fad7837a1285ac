import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Partners, startPartners } from '../index.ts';
import { knock, Mllp, post, usage } from '../testing/knock.ts';

let partners: Partners;
let url: string;
let mllp: Mllp;
beforeAll(async () => {
  partners = await startPartners({ inventoryPort: 0, billingPort: 0, erpPort: 0 });
  url = partners.inventoryUrl;
});
beforeEach(async () => {
  await post(`${url}/_reset`, {});
  mllp = new Mllp(partners.inventoryMllpPort);
  return () => mllp.socket.destroy();
});
afterAll(() => partners.close());

async function onHand(item: string, location: string): Promise<unknown> {
  return (await knock(`${url}/stock/${item}/${location}`)).body['onHand'];
}
async function entries(): Promise<Record<string, unknown>[]> {
  return (await knock(`${url}/_ledger`)).body['entries'] as Record<string, unknown>[];
}
const segment = (answer: string[] | null, id: string) => answer?.find((line) => line.startsWith(id))?.split('|') ?? [];

describe('DFT^P03', () => {
  it('takes what was used from the shelf and puts back what was not', async () => {
    const answer = await mllp.ask(
      usage('M1', [
        { item: '40020221', quantity: '4' },
        { item: '40030410', quantity: '2', lot: 'D7741' },
      ]),
    );
    expect(segment(answer, 'MSA').slice(1, 4)).toEqual(['AA', 'M1', 'MOV-000001']);
    expect(await onHand('40020221', 'OR-4')).toBe(44);
    expect(await onHand('40030410', 'OR-4')).toBe(46);
    await mllp.ask(usage('M2', [{ item: '40020221', type: 'CR', quantity: '1' }]));
    expect(await onHand('40020221', 'OR-4')).toBe(45);
    expect(await entries()).toMatchObject([
      {
        what: 'DFT^P03',
        key: 'M1',
        outcome: 'accepted',
        status: 'AA',
        effect: {
          movements: [
            { item: '40020221', change: -4, onHand: 44 },
            { lot: 'D7741', change: -2, onHand: 46 },
          ],
        },
      },
      { key: 'M2', effect: { movements: [{ change: 1, onHand: 45 }] } },
    ]);
  });

  it('answers a control id that comes again as before, without a second movement', async () => {
    const first = await mllp.ask(usage('M1', [{ item: '40020221', quantity: '4' }]));
    const again = await mllp.ask(usage('M1', [{ item: '40020221', quantity: '4' }], '20261117100000-0600'));
    expect(again).toEqual(first);
    expect(await onHand('40020221', 'OR-4')).toBe(44);
    expect((await entries()).map(({ outcome }) => outcome)).toEqual(['accepted', 'repeated']);
  });

  it('refuses a control id that comes again with other content', async () => {
    await mllp.ask(usage('M1', [{ item: '40020221', quantity: '4' }]));
    const other = await mllp.ask(usage('M1', [{ item: '40020221', quantity: '5' }]));
    expect(segment(other, 'MSA').slice(1, 3)).toEqual(['AE', 'M1']);
    expect(segment(other, 'ERR')[3]).toContain('205');
    expect(await onHand('40020221', 'OR-4')).toBe(44);
  });

  it('asks once for more when a shelf falls to its reorder point, and goes below zero rather than lie', async () => {
    await mllp.ask(usage('M1', [{ item: '40020221', quantity: '30' }]));
    expect((await knock(`${url}/reorders`)).body).toEqual([]);
    await mllp.ask(usage('M2', [{ item: '40020221', quantity: '6' }]));
    await mllp.ask(usage('M3', [{ item: '40020221', quantity: '20' }]));
    expect((await knock(`${url}/reorders`)).body).toEqual([
      { id: 'RQ-000001', item: '40020221', location: 'OR-4', quantity: 36, unit: 'EA', cause: 'reorder-point' },
    ]);
    expect((await entries())[1]).toMatchObject({ effect: { reorders: [{ id: 'RQ-000001' }] } });
    expect(await onHand('40020221', 'OR-4')).toBe(-8);
    expect((await knock(`${url}/_stats`)).body).toMatchObject({ belowZero: 1 });
  });

  it('draws on the central store for a room without a shelf', async () => {
    await mllp.ask(usage('M1', [{ item: '40020221', quantity: '4', location: 'OR-7' }]));
    expect(await onHand('40020221', 'WEST-CS')).toBe(396);
  });

  const good = { item: '40020221' };
  it.each([
    ['an unknown item', [good, { item: '49999999' }], '204', 'FT1^2^7'],
    ['no item', [{ item: '' }], '101', 'FT1^1^7'],
    ['a negative quantity', [good, { ...good, quantity: '-4' }], '102', 'FT1^2^10'],
    ['a quantity of zero', [{ ...good, quantity: '0' }], '102', 'FT1^1^10'],
    ['another unit than the stock unit', [{ ...good, unit: 'BX' }], '103', 'ZSU^1^2'],
    ['an unknown location', [{ ...good, location: 'OR-99' }], '204', 'FT1^1^16'],
    ['an item nobody stocks', [good, { item: '40010293' }], '204', 'FT1^2^7'],
    ['a payment', [{ ...good, type: 'PY' }], '103', 'FT1^1^6'],
    ['no transactions', [], '100', 'FT1^1'],
  ])('refuses %s with AE and its place, and moves nothing', async (_, lines, condition, place) => {
    const answer = await mllp.ask(usage('M1', lines));
    expect(segment(answer, 'MSA').slice(1, 3)).toEqual(['AE', 'M1']);
    expect(segment(answer, 'ERR').slice(2, 4)).toEqual([place, expect.stringContaining(`${condition}^`)]);
    expect(await entries()).toMatchObject([{ outcome: 'refused', status: 'AE', effect: null }]);
    expect(await onHand('40020221', 'OR-4')).toBe(48);
  });
});

describe('requisitions', () => {
  const requisition = (event: string, item: string, control = 'NW') =>
    [
      `MSH|^~\\&|ORSYS|WEST|MMIS|WEST|20261117094210-0600||${event}|R1|P|2.5.1`,
      `ORC|${control}|RQ101^ORSYS`,
      `RQD|1|||${item}|10|EA^Each|71040||OR-4|20261120`,
      '',
    ].join('\r');

  it('turns OMS^O05 and OMN^O07 into requests for more, without a movement', async () => {
    expect(segment(await mllp.ask(requisition('OMS^O05^OMS_O05', '40020221')), 'MSA')[1]).toBe('AA');
    expect((await knock(`${url}/reorders`)).body).toMatchObject([
      { item: '40020221', location: 'OR-4', quantity: 10, cause: 'requisition' },
    ]);
    expect(await onHand('40020221', 'OR-4')).toBe(48);
    await post(`${url}/_reset`, {});
    expect(segment(await mllp.ask(requisition('OMN^O07^OMN_O07', '40010293')), 'MSA')[1]).toBe('AA');
  });

  it('refuses a stocked item as non-stock, and a change order', async () => {
    expect(segment(await mllp.ask(requisition('OMN^O07^OMN_O07', '40020221')), 'MSA')[1]).toBe('AE');
    expect(segment(await mllp.ask(requisition('OMS^O05^OMS_O05', '40020221', 'CA')), 'MSA')[1]).toBe('AE');
  });
});

describe('the MLLP door', () => {
  it('refuses other messages with AR, and a missing control id with AE', async () => {
    const adt = 'MSH|^~\\&|ADT|WEST|MMIS|WEST|20261117||ADT^A01|A1|P|2.5.1\rPID|1\r';
    expect(segment(await mllp.ask(adt), 'MSA').slice(1, 3)).toEqual(['AR', 'A1']);
    expect(segment(await mllp.ask(usage('', [{ item: '40020221' }])), 'MSA')[1]).toBe('AE');
    const broken = usage('B1', [{ item: '40020221' }]).replace('^~\\&', '^^\\&');
    expect(segment(await mllp.ask(broken), 'MSA').slice(1, 3)).toEqual(['AR', 'B1']);
    expect((await entries()).map(({ outcome }) => outcome)).toEqual(['refused', 'refused', 'refused']);
  });

  it('closes on what has no MSH to answer to, and lives on', async () => {
    mllp.send('not a message');
    expect(await mllp.next()).toBeNull();
    expect(mllp.closed).toBe(true);
    expect(await entries()).toMatchObject([{ what: 'malformed', outcome: 'refused', answer: '' }]);
    const next = new Mllp(partners.inventoryMllpPort);
    expect(segment(await next.ask(usage('M1', [{ item: '40020221' }])), 'MSA')[1]).toBe('AA');
    next.socket.destroy();
  });

  it('answers many messages of one segment in their order', async () => {
    for (let i = 0; i < 20; i++) mllp.send(usage(`M${i}`, [{ item: '40032070', unit: 'PR' }]));
    for (let i = 0; i < 20; i++) expect(segment(await mllp.next(), 'MSA')[2]).toBe(`M${i}`);
    expect(await onHand('40032070', 'OR-4')).toBe(180);
  });

  it('misbehaves on demand', async () => {
    const line = [{ item: '40020221' }];
    await post(`${url}/_misbehave`, { mode: 'drop-answer', count: 1 });
    mllp.send(usage('M1', line));
    expect(await mllp.next(150)).toBeNull();
    expect(segment(await mllp.ask(usage('M1', line)), 'MSA').slice(1, 3)).toEqual(['AA', 'M1']);
    expect(await onHand('40020221', 'OR-4')).toBe(47);

    await post(`${url}/_misbehave`, { mode: 'error', status: 'AR', count: 1 });
    expect(segment(await mllp.ask(usage('M2', line)), 'MSA').slice(1, 3)).toEqual(['AR', 'M2']);
    await post(`${url}/_misbehave`, { mode: 'hang', count: 1 });
    mllp.send(usage('M2', line));
    expect(await mllp.next(150)).toBeNull();
    await post(`${url}/_misbehave`, { mode: 'delay', delayMs: 120, count: 1 });
    const asked = performance.now();
    expect(segment(await mllp.ask(usage('M2', line)), 'MSA')[1]).toBe('AA');
    expect(performance.now() - asked).toBeGreaterThanOrEqual(115);

    await post(`${url}/_misbehave`, { mode: 'reset', count: 1 });
    mllp.send(usage('M3', line));
    expect(await mllp.next()).toBeNull();
    expect(mllp.closed).toBe(true);
    expect((await knock(`${url}/_ledger`)).body['counts']).toEqual({
      accepted: 2,
      repeated: 1,
      refused: 0,
      misbehaved: 3,
    });
    expect(await onHand('40020221', 'OR-4')).toBe(46);
  });
});

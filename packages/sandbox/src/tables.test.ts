import type { Program, RealmOp } from '@throughline/flow';
import { afterAll, expect, test } from 'vitest';
import { code, expression, fault, one, out, programOf, stepOf, watchedSandbox } from './testing.ts';

const prices = JSON.stringify({
  key: ['sku', 'site'],
  effective: true,
  rows: [
    { sku: 'A', site: 'W', from: '2026-01-01', to: null, price: 2 },
    { sku: 'A', site: 'W', from: null, to: '2026-01-01', price: 1 },
    { sku: 'A', site: 'W', from: '2026-03-10', to: '2026-03-20', price: 3, tags: ['promo'] },
    { sku: 'B', site: 'W', from: '2027-01-01', to: null, price: 9 },
  ],
});
const xref =
  '{"key":["sku"],"effective":false,"rows":[{"sku":"00123","gtin":"0084458800","weight":12345678901234567890.12}]}';
const loaded: string[] = [];
const texts: Record<string, string> = { prices, 'item-xref': xref };
const tables = [
  { name: 'prices', id: 'prices@1' },
  { name: 'item-xref', id: 'item-xref@1' },
];

const sandbox = watchedSandbox({
  loadTable: async ({ name, id }) => {
    loaded.push(id);
    return texts[name] as string;
  },
});
afterAll(async () => expect(await sandbox.closeAndCount()).toEqual([]));

const withTables = (op: RealmOp): Program => programOf([stepOf(op, { out: [1] }), null], tables);

test('code and expressions find the row in effect on the day', async () => {
  const keys = "{'sku': 'A', 'site': 'W'}";
  const source = `const at = (day) => lookup('prices', ${keys}, {at: day})?.price;
    return [at('2025-12-31'), at('2026-01-01'), at('2026-03-10T23:00:00Z'), at('2026-03-20'), at(undefined), lookup('prices', {sku: 'B', site: 'W'})];`;
  expect(await out(sandbox, withTables(code(source)), {})).toEqual([1, 2, 3, 2, 3, null]);
  expect(
    await out(
      sandbox,
      withTables(expression(`[$table('prices', ${keys}, '2026-02-01').price, $table('prices', ${keys}).price]`)),
      {},
    ),
  ).toEqual([2, 3]);
  expect(await out(sandbox, withTables(expression(`{"x": $exists($table('item-xref', 'none'))}`)), {})).toEqual({
    x: false,
  });
});

test('keys compare as text, numbers in rows stay exact', async () => {
  const { exits } = await one(
    sandbox,
    withTables(code("return [lookup('item-xref', '00123'), lookup('item-xref', 123)];")),
    {},
  );
  expect(exits[0]?.message).toBe('[{"sku":"00123","gtin":"0084458800","weight":12345678901234567890.12},null]');
});

test('a row that code changes stays as it was for the next', async () => {
  const program = withTables(
    code(
      "const row = lookup('prices', {sku: 'A', site: 'W'}); const was = row.price; row.price = 0; try { row.tags.push('x') } catch {} return [was, row.tags.length];",
    ),
  );
  expect(await out(sandbox, program, {})).toEqual([3, 1]);
  expect(await out(sandbox, program, {})).toEqual([3, 1]);
});

test('mistakes in a lookup are named', async () => {
  expect(await fault(sandbox, withTables(code("return lookup('nope', 1);")), {})).toMatchObject({
    code: 'lookup_table',
    class: 'code',
  });
  expect((await fault(sandbox, withTables(code("return lookup('prices', {sku: 'A'});")), {})).sentence).toContain(
    'missing: site',
  );
  expect(
    await fault(sandbox, withTables(code("return lookup('prices', {sku: 'A', site: 'W'}, {at: '3/1/26'});")), {}),
  ).toMatchObject({ code: 'lookup_date' });
});

const enrich = (more: Partial<Extract<RealmOp, { op: 'lookup' }>>): RealmOp => ({
  op: 'lookup',
  table: 'prices',
  keys: ['sku', '$message.site'],
  at: null,
  each: 'lines',
  into: 'cost.price',
  column: 'price',
  missing: { do: 'stop' },
  ...more,
});

test('a lookup step enriches the message or each of its lines', async () => {
  expect(
    await out(sandbox, withTables(enrich({})), {
      site: 'W',
      lines: [{ sku: 'A' }, { sku: 'A', cost: { unit: 'EA' } }],
    }),
  ).toEqual({
    site: 'W',
    lines: [
      { sku: 'A', cost: { price: 3 } },
      { sku: 'A', cost: { unit: 'EA', price: 3 } },
    ],
  });
  const whole = enrich({ each: null, keys: ['sku', '"W"'], at: 'used', into: 'row', column: null });
  expect(await out(sandbox, withTables(whole), { sku: 'A', used: '2026-02-02' })).toMatchObject({ row: { price: 2 } });
});

test('a missing row stops, defaults or leaves', async () => {
  const message = { site: 'W', lines: [{ sku: 'A' }, { sku: 'ZZCANARY' }] };
  const error = await fault(sandbox, withTables(enrich({})), message);
  expect(error).toEqual({
    code: 'lookup_missing',
    class: 'data',
    path: 'lines[1]',
    sentence: 'Table `prices` has no `price` by sku, site for `lines[1]`.',
    missed: { table: 'prices', key: ['ZZCANARY', 'W'], day: null },
  });
  const lines = async (op: RealmOp) => ((await out(sandbox, withTables(op), message)) as typeof message).lines[1];
  expect(await lines(enrich({ missing: { do: 'default', value: 0 } }))).toEqual({
    sku: 'ZZCANARY',
    cost: { price: 0 },
  });
  expect(await lines(enrich({ missing: { do: 'leave' } }))).toEqual({ sku: 'ZZCANARY' });
});

test('a row is asked for only when wanted, and the error names the field at fault', async () => {
  const message = {
    site: 'W',
    lines: [
      { sku: 'A', wanted: true },
      { sku: 'ZZCANARY', wanted: false },
      { sku: 'ZZCANARY', wanted: true },
    ],
  };
  expect(await fault(sandbox, withTables(enrich({ when: 'wanted', field: 'sku' })), message)).toMatchObject({
    code: 'lookup_missing',
    path: 'lines[2].sku',
  });
  message.lines.pop();
  expect(await out(sandbox, withTables(enrich({ when: 'wanted', field: 'sku' })), message)).toMatchObject({
    lines: [
      { sku: 'A', cost: { price: 3 } },
      { sku: 'ZZCANARY', wanted: false },
    ],
  });
  const whole = enrich({ each: null, keys: ['sku', '"W"'], field: 'sku', into: 'row', column: null });
  expect(await fault(sandbox, withTables(whole), { sku: 'ZZCANARY' })).toMatchObject({ path: 'sku' });
});

test('a new version of a table gets its own isolate; each is loaded once', async () => {
  const program = withTables(code("return lookup('item-xref', '00123').gtin;"));
  loaded.length = 0;
  expect(await out(sandbox, program, {})).toBe('0084458800');
  expect(await out(sandbox, program, {})).toBe('0084458800');
  expect(loaded).toEqual(['prices@1', 'item-xref@1']);
  texts['item-xref'] = '{"key":["sku"],"effective":false,"rows":[{"sku":"00123","gtin":"new"}]}';
  const next = { ...program, tables: [tables[0]!, { name: 'item-xref', id: 'item-xref@2' }] };
  expect(await out(sandbox, next, {})).toBe('new');
  expect(await out(sandbox, program, {})).toBe('0084458800');
});

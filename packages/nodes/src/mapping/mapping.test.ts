import jsonata from 'jsonata';
import { describe, expect, test } from 'vitest';
import { sameMeaning } from './ast.ts';
import { fromJsonata } from './fromJsonata.ts';
import { pathTo, toJsonata } from './toJsonata.ts';
import type { Mapping, Value } from './tree.ts';

const usage = {
  id: 'SU-104',
  facility: 'NORTH',
  location: 'OR-3',
  chargeable: true,
  'ordered by': { name: 'Dr. Weiß' },
  items: [
    { sku: 'A-1', qty: 2, uom: 'EA', unitPrice: 12.5 },
    { sku: 'B-2', qty: 0, uom: 'BX', unitPrice: 3 },
  ],
  one: [{ sku: 'C-3', qty: 1 }],
  none: [],
};
const rows: Record<string, Record<string, unknown>> = { 'item:A-1': { erp: '4711', factor: 10 } };

/** Evaluated as the sandbox would, with a table that knows one item. */
async function evaluated(text: string): Promise<unknown> {
  const expression = jsonata(text);
  expression.registerFunction('table', (name: string, key: unknown) => {
    const bare = typeof key === 'object' && key !== null ? Object.values(key)[0] : key;
    return rows[`${name}:${String(bare)}`];
  });
  const value: unknown = await expression.evaluate(usage);
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

const rootOf = (text: string): Value => fromJsonata(text).mapping.root;
const fieldOf = (text: string): Value => {
  const root = rootOf(`{"x": ${text}}`);
  if (root.kind !== 'object') throw new Error('no object');
  return root.fields[0]!.value;
};

describe('what has a picture', () => {
  test.each<[string, Value]>([
    ['"text"', { kind: 'constant', value: 'text' }],
    ['\'single "quotes"\'', { kind: 'constant', value: 'single "quotes"' }],
    ['-1.5', { kind: 'constant', value: -1.5 }],
    ['null', { kind: 'constant', value: null }],
    ['false', { kind: 'constant', value: false }],
    ['supplier . id', { kind: 'path', path: 'supplier.id' }],
    ['$$.items[0].`unit price`', { kind: 'path', path: '$$.items[0].`unit price`' }],
    ['$rate.value', { kind: 'path', path: '$rate.value' }],
    ['$trim(name)', { kind: 'call', name: 'trim', arguments: [{ kind: 'path', path: 'name' }] }],
    ['$table("item", sku)', { kind: 'lookup', table: 'item', key: 'sku', at: null, column: null }],
    [
      '$table("price", {"item": sku, "site": $$.facility}, usedOn).amount',
      {
        kind: 'lookup',
        table: 'price',
        key: [
          { column: 'item', text: 'sku' },
          { column: 'site', text: '$$.facility' },
        ],
        at: 'usedOn',
        column: 'amount',
      },
    ],
    [
      'qty > 1 and uom = "EA" ? "many" : "one"',
      {
        kind: 'if',
        when: 'qty > 1 and uom = "EA"',
        use: { kind: 'constant', value: 'many' },
        otherwise: { kind: 'constant', value: 'one' },
      },
    ],
    [
      '[a, b]',
      {
        kind: 'list',
        items: [
          { kind: 'path', path: 'a' },
          { kind: 'path', path: 'b' },
        ],
      },
    ],
  ])('%s', (text, value) => {
    expect(fieldOf(text)).toEqual(value);
  });

  test.each([
    ['items.{"a": sku}', 'unwrapped', null],
    ['items.{"a": sku}[]', 'list-or-nothing', null],
    ['[items.{"a": sku}]', 'list', null],
    ['[items[qty > 0].{"a": sku}]', 'list', 'qty > 0'],
    ['[items.(qty > 0 ? sku)]', 'list', null],
    ['items.{"a": %.facility}', 'unwrapped', null],
  ])('for-each %s', (text, result, where) => {
    expect(fieldOf(text)).toMatchObject({ kind: 'each', over: 'items', where, result });
  });

  test('nested ifs, variables and comments', () => {
    const text = '/* Billing */ ( /* day price */ $p := price; $q := qty * 2; {"a": a ? b : c ? d : e /* why */} )';
    expect(fromJsonata(text).mapping).toEqual({
      comment: 'Billing',
      variables: [
        { name: 'p', text: 'price', comment: 'day price' },
        { name: 'q', text: 'qty * 2' },
      ],
      root: {
        kind: 'object',
        fields: [
          {
            name: 'a',
            comment: 'why',
            value: {
              kind: 'if',
              when: 'a',
              use: { kind: 'path', path: 'b' },
              otherwise: {
                kind: 'if',
                when: 'c',
                use: { kind: 'path', path: 'd' },
                otherwise: { kind: 'path', path: 'e' },
              },
            },
          },
        ],
      },
    });
  });
});

describe('what has no picture', () => {
  test.each([
    'facility & "/" & location',
    'items[qty > 1].sku',
    'items ~> $map(function($i){ $i.sku })',
    'items^(>qty).sku',
    'items.{"a": sku}[0]',
    'items{sku: $sum(qty)}',
    '(a; b)',
    '$f := 1',
    'd + /* half */ 2',
    '12345678901234567890',
    '1.50',
    '/a,"b":[x]/i',
    '{"a": 1, "a" & "b": 2}',
    'a ?: b',
    'a ?? b',
    '$$',
    '**.sku',
  ])('%s keeps its text', (text) => {
    const written = toJsonata(fromJsonata(`{"x": ${text}}`).mapping);
    expect(sameMeaning(written, `{"x": ${text}}`)).toBe(true);
    expect(written).toContain(text);
  });

  test('a text that is not JSONata stays whole, with the place of the fault', () => {
    const { mapping, fault } = fromJsonata('{"a": }');
    expect(toJsonata(mapping)).toBe('{"a": }');
    expect(fault?.position).toBeGreaterThan(4);
    expect(fault?.sentence).toMatch(/\w/);
  });

  test('one block does not cost its neighbours their picture', () => {
    const root = rootOf('{"a": id, "b": items ~> $count, "c": {"d": $trim(id)}}');
    expect(root).toMatchObject({
      kind: 'object',
      fields: [{ value: { kind: 'path' } }, { value: { kind: 'expression' } }, { value: { kind: 'object' } }],
    });
  });
});

describe('meaning', () => {
  test.each([
    '{"usageId":id, "site": facility & "/" & location, "procedure": procedure, "lines": items.{"item":sku,"quantity":qty,"unit":uom,"price":unitPrice}, "chargeable": chargeable}',
    '{"lines": [one.{"item": sku}], "none": [none.{"item": sku}], "gone": [missing.{"item": sku}]}',
    '{"lines": one.{"item": sku}[], "none": none.{"item": sku}[], "gone": missing.{"item": sku}[]}',
    '{"lines": one.{"item": sku}, "many": [items[qty > 0].{"item": sku, "site": $$.facility}]}',
    '[items.{"erp": $table("item", sku).erp, "cost": $round(qty * unitPrice, 2), "big": qty > 1 ? "yes" : "no"}]',
    '($total := $sum(items.(qty * unitPrice)); {"total": $total, "by": `ordered by`.name, "first": items[0].sku, "last": items[-1].sku})',
    'items.sku',
    'items@$i.{"a": $i.sku, "site": facility}',
    '{"deep": {"er": {"text": \'it\', "list": [1, "two", null, [true]]}}}',
    '{"facility": items.(%.facility)[], "each": [items.{"f": %.facility}]}',
  ])('%s is the same before and after', async (text) => {
    const written = toJsonata(fromJsonata(text).mapping);
    expect(await evaluated(written)).toEqual(await evaluated(text));
    expect(toJsonata(fromJsonata(written).mapping)).toBe(written);
  });

  test('a for-each over one element stays a list, and over none is the empty list or nothing', async () => {
    const each = (result: 'list' | 'list-or-nothing', over: string): Mapping => {
      const value: Value = { kind: 'object', fields: [{ name: 'item', value: { kind: 'path', path: 'sku' } }] };
      return {
        variables: [],
        root: {
          kind: 'object',
          fields: [{ name: 'lines', value: { kind: 'each', over, where: null, value, result } }],
        },
      };
    };
    expect(await evaluated(toJsonata(each('list', 'one')))).toEqual({ lines: [{ item: 'C-3' }] });
    expect(await evaluated(toJsonata(each('list-or-nothing', 'one')))).toEqual({ lines: [{ item: 'C-3' }] });
    expect(await evaluated(toJsonata(each('list', 'none')))).toEqual({ lines: [] });
    expect(await evaluated(toJsonata(each('list-or-nothing', 'none')))).toEqual({});
  });

  test('a loose text in a tight place is put in parentheses', async () => {
    const loose: Value = {
      kind: 'if',
      when: 'chargeable ? id : none',
      use: { kind: 'constant', value: 1 },
      otherwise: null,
    };
    expect(await evaluated(toJsonata({ variables: [], root: loose }))).toBe(1);
    const over: Value = {
      kind: 'each',
      over: '$append(one, items) ~> $reverse',
      where: null,
      value: { kind: 'object', fields: [] },
      result: 'list',
    };
    expect(await evaluated(toJsonata({ variables: [], root: over }))).toEqual([{}, {}, {}]);
  });
});

test('paths are quoted where they must be', () => {
  expect(pathTo(['lines', 0, 'unit price'])).toBe('lines[0].`unit price`');
  expect(pathTo(['in', 'true'])).toBe('`in`.`true`');
  expect(pathTo([])).toBe('$');
  expect(pathTo([2, 'a'])).toBe('$[2].a');
});

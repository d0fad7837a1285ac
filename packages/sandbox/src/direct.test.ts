import fc from 'fast-check';
import jsonata from 'jsonata';
import { expect, it } from 'vitest';
import { BAIL, makeDirect } from './realm/direct.ts';
import { directFunctions } from './realm/direct-functions.ts';

const options = { functions: directFunctions, variables: [] };

/** What both say of an expression over a message; `direct` is null where it leaves it to the interpreter. */
async function both(text: string, input: unknown) {
  const expression = parsed(text);
  if (expression === null) return { usual: null, direct: null };
  const usual = await expression.evaluate(structuredClone(input)).then(
    (value: unknown) => JSON.stringify(value) ?? 'nothing',
    () => 'an error',
  );
  const run = makeDirect(expression.ast(), options);
  if (run === null) return { usual, direct: null };
  try {
    return { usual, direct: JSON.stringify(run(structuredClone(input), {})) ?? 'nothing' };
  } catch (thrown) {
    if (thrown !== BAIL) throw thrown;
    return { usual, direct: null };
  }
}

/** Null: the text is none that the parser takes, as `a[] / b`. */
function parsed(text: string): ReturnType<typeof jsonata> | null {
  try {
    return jsonata(text);
  } catch {
    return null;
  }
}

const usage = {
  id: 'U-1',
  facility: 'WEST',
  location: 'OR-4',
  chargeable: true,
  none: null,
  one: ['only'],
  empty: [],
  items: [
    { sku: 'IMP-1', qty: 1, unitPrice: 1234.55, tags: ['a', 'b'] },
    { sku: 'SUT-2', qty: 4, unitPrice: 3.2, tags: ['c'] },
  ],
  single: [{ sku: 'X', qty: 2 }],
};

it.each([
  '{"site": facility & "/" & location, "lines": items.{"item": sku, "quantity": qty}[], "gone": nowhere}',
  '[items.{"item": sku}]',
  '[single.{"item": sku}]',
  'single.sku[]',
  'items.sku',
  'items.tags',
  'single.sku',
  'one',
  'one[]',
  'empty',
  'empty.x',
  'items[qty > 1].sku',
  'items[sku = "IMP-1" and qty = 1]',
  'items[qty > 9].sku',
  '$exists(items.missing) ? 1 : $count(items)',
  '( $n := $count(items); $n > 1 ? {"many": $n} : {"few": $n} )',
  'qty + 1',
  'items.(qty * unitPrice)',
  '"IMP-1" in items.sku',
  '$uppercase(facility) & $string(items[sku = "SUT-2"].unitPrice)',
  '[facility, [location], nowhere, items.qty]',
  '$.facility',
  '$$.facility',
  '-items[sku = "SUT-2"].qty',
  'none.x',
  'facility = "WEST" or $not(chargeable)',
])('says directly what the interpreter says: %s', async (text) => {
  const { usual, direct } = await both(text, usage);
  expect(direct).not.toBeNull();
  expect(direct).toBe(usual);
});

it.each([
  ['items[0].sku', 'a place in a list'],
  ['items^(qty).sku', 'an order'],
  ['items{sku: qty}', 'a grouping'],
  ['items.$map(tags, function($t) { $t })', 'a function of its own'],
  ['facility + 1', 'a sum of text'],
  ['items@$i.{"a": $i.sku}', 'a focus'],
  ['**.sku', 'descendants'],
  ['$sum(items.qty)', 'a function that is not made direct'],
  ['{"a": 1, "a": 2}', 'one key twice'],
  ['items = [1]', 'lists compared'],
])('leaves to the interpreter: %s (%s)', async (text) => {
  expect((await both(text, usage)).direct).toBeNull();
});

const leaf = fc.oneof(
  fc.constantFrom('a', 'b', '', '10', 'x y'),
  fc.integer({ min: -3, max: 12 }),
  fc.constantFrom(0.1, 1.25, 1e21),
  fc.boolean(),
  fc.constant(null),
);
const names = ['a', 'b', 'lines', 'c'];
const { value: tree } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...names), tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));
const message = fc.dictionary(fc.constantFrom(...names), tree, { maxKeys: 4, noNullPrototype: true });

const { text } = fc.letrec<{ text: string; path: string }>((tie) => ({
  path: fc
    .tuple(
      fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 3 }),
      fc.constantFrom('', '', '[]', '[a = "b"]', '[b > 1]', '[c]', '[0]'),
      fc.constantFrom('', '', '.{"n": a, "m": lines.b}', '.a', '.($ & "")'),
    )
    .map(([steps, filter, behind]) => `${steps.join('.')}${filter}${behind}`),
  text: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('path'),
    fc.constantFrom('"t"', '1', 'true', 'null', '$', '$$', '$v'),
    fc
      .tuple(
        tie('text'),
        fc.constantFrom('=', '!=', '<', '>=', '&', '+', '-', '*', '/', '%', 'and', 'or', 'in'),
        tie('text'),
      )
      .map(([left, operator, right]) => `(${left} ${operator} ${right})`),
    fc.tuple(tie('text'), tie('text'), tie('text')).map(([when, then, or]) => `(${when} ? ${then} : ${or})`),
    fc.tuple(tie('text'), tie('text')).map(([one, other]) => `{"p": ${one}, "q": ${other}}`),
    fc.tuple(tie('text'), tie('text')).map(([one, other]) => `[${one}, ${other}]`),
    fc.tuple(tie('text'), tie('text')).map(([one, other]) => `($v := ${one}; ${other})`),
    fc
      .tuple(fc.constantFrom('exists', 'not', 'count', 'string', 'boolean', 'uppercase', 'trim', 'length'), tie('text'))
      .map(([called, given]) => `$${called}(${given})`),
    tie('text').map((given) => `(${given})[]`),
    tie('text').map((given) => `-(${given})`),
  ),
}));

it('never says anything else than the interpreter, whatever the expression and the message', {
  timeout: 60_000,
}, async () => {
  let direct = 0;
  await fc.assert(
    fc.asyncProperty(text, message, async (expression, input) => {
      const said = await both(expression, input);
      if (said.direct === null) return;
      direct++;
      expect(said.direct).toBe(said.usual);
    }),
    { numRuns: 2000 },
  );
  expect(direct).toBeGreaterThan(300);
});

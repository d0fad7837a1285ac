import { afterAll, expect, test } from 'vitest';
import { code, expression, fault, line, one, out, watchedSandbox } from './testing.ts';

const sandbox = watchedSandbox();
afterAll(async () => expect(await sandbox.closeAndCount()).toEqual([]));

const through = async (program: ReturnType<typeof line>, text: string) =>
  (await one(sandbox, program, text)).exits[0]?.message;

const HARD = '{"a":9007199254740993,"b":12345678901234567890.12,"c":1e999,"d":0.1,"e":[-1.5e-400]}';

test('numbers that doubles cannot hold pass untouched', async () => {
  expect(await through(line(code('return message;')), HARD)).toBe(HARD);
  expect(await through(line(expression('$')), HARD)).toBe(HARD);
  expect(await through(line(expression('$ ~> |$|{"x": 1}|')), HARD)).toBe(`${HARD.slice(0, -1)},"x":1}`);
  expect(await through(line(expression('{"s": $string(a), "t": "no " & b}')), HARD)).toBe(
    '{"s":"9007199254740993","t":"no 12345678901234567890.12"}',
  );
  expect(await through(line(code('return JSON.stringify(message.a) + String(message.b);')), HARD)).toBe(
    '"900719925474099312345678901234567890.12"',
  );
});

test('numbers that doubles do hold are ordinary numbers', async () => {
  const text = '{"t":1795427406235.002,"e":1.5e3,"z":10.10,"m":-0.0}';
  expect(await out(sandbox, line(code('return [message.t + 1, message.e, message.z * 2, message.m];')), text)).toEqual([
    1795427406236.002, 1500, 20.2, 0,
  ]);
});

test('arithmetic on an exact number stops the message instead of rounding', async () => {
  for (const op of [
    code('return message.a + 1;'),
    code('return message.a * 2;'),
    code('return message.a > 5;'),
    code('return Math.round(message.b);'),
    expression('a + 1'),
    expression('1 * b'),
    expression('-c'),
    expression('a > 5'),
    expression('$round(b)'),
    expression('$max([a, 1])'),
  ]) {
    expect(await fault(sandbox, line(op), HARD), JSON.stringify(op)).toMatchObject({
      code: 'number_not_exact',
      class: 'data',
    });
  }
});

test('equal exact numbers are equal, different ones are not', async () => {
  const text = '{"a":9007199254740993,"b":9007199254740993,"c":9007199254740995}';
  expect(await out(sandbox, line(expression('[a = b, a = c]')), text)).toEqual([true, false]);
});

test('decimal arithmetic is exact', async () => {
  const sums = `return [decimal.add(0.1, 0.2), decimal.subtract('1.00', 0.9), decimal.multiply(1.005, 100),
    decimal.divide(2, 3, 4), decimal.divide(-1, 8, 2), decimal.round(2.675, 2), decimal.round(-2.5), decimal.round(1250, -2),
    decimal.compare(0.3, decimal.add(0.1, 0.2)), decimal.compare('1e3', 999), decimal.sum([0.1, 0.2, '0.3'])];`;
  expect(await out(sandbox, line(code(sums)), {})).toEqual([0.3, 0.1, 100.5, 0.6667, -0.13, 2.68, -3, 1300, 0, 1, 0.6]);
  expect(await through(line(code('return decimal.add(message.a, 1);')), HARD)).toBe('9007199254740994');
  expect(await through(line(code('return decimal.multiply(message.b, 3);')), HARD)).toBe('37037036703703703670.36');
  const text = '{"p":1.005,"q":3,"all":[0.1,0.2]}';
  const parts =
    '[$decimalMultiply(p, q), $decimalAdd(p, 1), $decimalSubtract(p, 1), $decimalDivide(p, q, 3), $decimalRound(p, 2), $decimalCompare(p, q), $decimalSum(all)]';
  expect(await out(sandbox, line(expression(parts)), text)).toEqual([3.015, 2.005, 0.005, 0.335, 1.01, -1, 0.3]);
});

test('ten thousand dimes are a thousand', async () => {
  const message = { lines: Array.from({ length: 10_000 }, () => ({ amount: 0.1 })) };
  expect(
    await out(sandbox, line(expression('{"sum": $sum(lines.amount), "none": $sum(absent), "one": $sum(5)}')), message),
  ).toEqual({ sum: 1000, one: 5 });
});

test('what is no decimal number is refused by name', async () => {
  for (const source of [
    'decimal.add("x", 1)',
    'decimal.add(NaN, 1)',
    'decimal.add("1e999999", 1)',
    'decimal.add("9".repeat(5000), 1)',
    'decimal.round(1, 1e9)',
    'decimal.add(null, 1)',
  ]) {
    expect((await fault(sandbox, line(code(`return ${source};`)), {})).code, source).toBe('decimal_invalid');
  }
  expect(await fault(sandbox, line(code('return 1;\n'), code('\nreturn decimal.divide(1, 0, 2);')), {})).toMatchObject({
    code: 'decimal_division_by_zero',
    line: 2,
  });
});

test('a decimal function that cannot go on says its name, and nothing of what it was given', async () => {
  const said = `const said = (run) => { try { run(); } catch (error) { return error.message; } };
    return [() => decimal.add(1, message.gone), () => decimal.round(message.word), () => decimal.sum([1, [2]]),
      () => decimal.compare(1, Infinity), () => decimal.round(1, 2.5), () => decimal.divide(1, 0, 2)].map(said);`;
  expect(await out(sandbox, line(code(said)), { word: 'private' })).toEqual([
    'decimal.add takes numbers, but value 2 is missing.',
    'decimal.round takes numbers, but value 1 is text that is no number.',
    'decimal.sum takes numbers, but value 2 is a list.',
    'decimal.compare takes numbers, but value 2 is no finite number.',
    'The number of decimal places of decimal.round must be a whole number of at most 100.',
    'decimal.divide was asked to divide by zero.',
  ]);
  expect((await fault(sandbox, line(expression('$decimalMultiply(word, 2)')), { word: 'private' })).sentence).toBe(
    '$decimalMultiply takes numbers, but value 1 is text that is no number.',
  );
  expect((await fault(sandbox, line(expression('$sum([1, {}])')), {})).sentence).toBe(
    '$sum takes numbers, but value 2 is an object.',
  );
});

test('results that JSON would change silently stop the message', async () => {
  for (const [source, path] of [
    ['NaN', undefined],
    ['({a: [1, 1/0]})', 'a[1]'],
    ['({a: {b: () => 1}})', 'a.b'],
    ['({m: new Map()})', 'm'],
    ['10n', undefined],
    ['({s: Symbol("x")})', 's'],
  ] as const) {
    expect(await fault(sandbox, line(code(`return ${source};`)), {}), source).toMatchObject({
      code: 'result_not_serialisable',
      ...(path ? { path } : {}),
    });
  }
  expect(await out(sandbox, line(code('return {d: new Date(0), u: undefined, n: null};')), {})).toEqual({
    d: '1970-01-01T00:00:00.000Z',
    n: null,
  });
});

import { describe, expect, it } from 'vitest';
import { FormatError } from '../error.ts';
import { ExactNumber } from './exact.ts';
import { parseJson } from './parse.ts';
import { readJson } from './read.ts';
import { scanJson } from './scan.ts';
import { stringifyJson } from './stringify.ts';

function refusal(run: () => unknown): FormatError {
  try {
    run();
  } catch (error) {
    if (error instanceof FormatError) return error;
    throw error;
  }
  throw new Error('accepted');
}

describe('numbers', () => {
  const exact = [
    '9007199254740993',
    '12345678901234567890.12',
    '1e999',
    '-0',
    '-0.0',
    '1e-999',
    '0.12345678901234567890',
    '-1E400',
  ];
  it.each(exact)('keeps %s as its text', (text) => {
    const value = parseJson(`{"a":[${text}]}`) as { a: unknown[] };
    expect(value.a[0]).toBeInstanceOf(ExactNumber);
    expect(stringifyJson(value)).toBe(`{"a":[${text}]}`);
    expect(JSON.stringify(value)).toBe(`{"a":[${text}]}`);
  });

  const plain: [string, number][] = [
    ['9007199254740992', 9007199254740992],
    ['0.1', 0.1],
    ['10.10', 10.1],
    ['1e5', 100000],
    ['1E+2', 100],
    ['0', 0],
    ['0.000', 0],
    ['0e5', 0],
    ['-1.5', -1.5],
    ['5e-324', 5e-324],
    ['1.7976931348623157e308', 1.7976931348623157e308],
    ['0.30000000000000004', 0.30000000000000004],
  ];
  it.each(plain)('reads %s as a double', (text, value) => {
    expect(parseJson(text)).toBe(value);
    expect(readJson(text, 8, true)).toBe(value);
  });

  it('throws instead of rounding in arithmetic, and writes its text in a template', () => {
    const value = parseJson('9007199254740993') as ExactNumber;
    expect(() => (value as unknown as number) + 1).toThrow(TypeError);
    expect(`${value}`).toBe('9007199254740993');
    expect(() => new ExactNumber('1],"x":[2')).toThrow(TypeError);
    expect(Object.isFrozen(value)).toBe(true);
  });

  it('adds 10,000 invoice lines to the cent through exact text', () => {
    const lines = Array.from({ length: 10_000 }, (_, i) => `{"amount":${i % 2 ? '0.1' : '0.2'}}`).join();
    const { length } = parseJson(`[${lines}]`) as { amount: number }[];
    expect(length).toBe(10_000);
    expect(stringifyJson(parseJson(`[${lines}]`))).toBe(`[${lines}]`);
  });
});

describe('keys', () => {
  it.each(['{"a":1,"a":2}', '{"a":1,"\\u0061":1}', '[{"x":{"__proto__":1,"__proto__":2}}]', '{"a":{"a":1},"a":1}'])(
    'refuses the repeated key of %s',
    (text) => {
      expect(refusal(() => parseJson(text)).code).toBe('json_duplicate_key');
    },
  );

  it('says where the repeated key is and not what it is', () => {
    const { position, sentence } = refusal(() => parseJson('{"patient":1,\n "patient":2}'));
    expect(position).toEqual({ offset: 15, line: 2, column: 2 });
    expect(sentence).not.toContain('patient');
  });

  it.each(['{"__proto__":{"admin":true},"n":1}', '{"__proto__":{"admin":true},"n":1e999}'])(
    'keeps __proto__ as data in %s',
    (text) => {
      const value = parseJson(text) as Record<string, unknown>;
      expect(Object.keys(value)).toEqual(['__proto__', 'n']);
      expect((value as { admin?: boolean }).admin).toBeUndefined();
      expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
      expect(stringifyJson(value)).toBe(text);
    },
  );

  it('keeps constructor and prototype as data', () => {
    const text = '{"constructor":{"prototype":{"x":1}},"toString":9007199254740993}';
    expect(stringifyJson(parseJson(text))).toBe(text);
  });
});

describe('text', () => {
  it.each(['"\\u0000"', '"\\ud800"', '"a\\udc00b"', '{"\\u0000":"\\ud83d"}'])('gives %s back as escapes', (text) => {
    expect(stringifyJson(parseJson(text))).toBe(text);
    expect(stringifyJson(readJson(text, 8, true))).toBe(text);
  });

  it('finds quotes behind backslashes', () => {
    const text = '{"a":"\\\\","b":"\\\\\\"c","d":1}';
    expect(parseJson(text)).toEqual(JSON.parse(text));
  });

  it('reads bytes with a mark and refuses bytes that are no text', () => {
    expect(parseJson(Uint8Array.of(0xef, 0xbb, 0xbf, 0x5b, 0x5d))).toEqual([]);
    expect(refusal(() => parseJson(Uint8Array.of(0x22, 0xff, 0x22)))).toMatchObject({
      code: 'encoding',
      position: { offset: 1 },
    });
  });
});

describe('limits', () => {
  it.each([10_000, 1_000_000])('refuses depth %d without falling over', (depth) => {
    const text = '['.repeat(depth);
    expect(refusal(() => parseJson(text)).code).toBe('depth_limit');
    expect(refusal(() => scanJson(text))).toMatchObject({ code: 'depth_limit', position: { offset: 128 } });
  });

  it('accepts exactly the limit', () => {
    const text = '['.repeat(128) + ']'.repeat(128);
    expect(stringifyJson(parseJson(text))).toBe(text);
    expect(refusal(() => parseJson(`[${text}]`)).code).toBe('depth_limit');
  });

  it('reads a million levels when asked to, without recursion', () => {
    const text = '['.repeat(1_000_000) + ']'.repeat(1_000_000);
    expect(() => scanJson(text, { maxDepth: 1_000_000 })).not.toThrow();
  });

  it('refuses a source above the size before looking at it', () => {
    expect(refusal(() => scanJson('[1,2,3]', { maxBytes: 6 })).code).toBe('size_limit');
    expect(refusal(() => parseJson(new Uint8Array(7), { maxBytes: 6 })).code).toBe('size_limit');
  });

  it('reads an object of 200,000 keys', () => {
    const text = `{${Array.from({ length: 200_000 }, (_, i) => `"k${i}":${i}`).join()}}`;
    expect(Object.keys(parseJson(text) as object)).toHaveLength(200_000);
    expect(refusal(() => parseJson(`${text.slice(0, -1)},"k7":1}`)).code).toBe('json_duplicate_key');
  });
});

describe('malformed', () => {
  const bad = [
    '',
    ' ',
    '{',
    '[1,]',
    '{"a":1,}',
    '{a:1}',
    '01',
    '1.',
    '.5',
    '+1',
    '1e',
    '"a',
    '"\t"',
    '"\\x"',
    '"\\u12"',
    'tru',
    'nul',
    '[1 2]',
    '{"a" 1}',
    '[]]',
    'NaN',
    '\u00a01',
    "{'a':1}",
    '[1,,2]',
    '"\\',
  ];
  it.each(bad)('refuses %j as the native parser does', (text) => {
    expect(() => JSON.parse(text)).toThrow();
    const error = refusal(() => parseJson(text));
    expect(error.code).toBe('json_malformed');
    expect(error.position.offset).toBeLessThanOrEqual(text.length + 1);
    expect(refusal(() => scanJson(text)).code).toBe('json_malformed');
  });

  it('names line and column', () => {
    expect(refusal(() => parseJson('{\r\n "a": 1,\r\n b: 2}')).position).toEqual({ offset: 14, line: 3, column: 2 });
  });
});

describe('writing', () => {
  it.each([Number.NaN, Number.POSITIVE_INFINITY, 1n, undefined, () => 1, Symbol('x')])('refuses %s', (value) => {
    expect(refusal(() => stringifyJson(value)).code).toBe('json_unwritable');
  });

  it('refuses what is nested too deep to write', () => {
    let value: unknown = 1;
    for (let i = 0; i < 5000; i++) value = [value];
    expect(refusal(() => stringifyJson(value)).code).toBe('depth_limit');
  });

  it('indents, exact numbers included', () => {
    expect(stringifyJson({ a: [parseJson('-0')] }, { indent: 2 })).toBe('{\n  "a": [\n    -0\n  ]\n}');
  });
});

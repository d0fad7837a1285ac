import { fromJsonata, toJsonata, type Value } from '@throughline/nodes/mapping';
import { expect, test } from 'vitest';
import { outcomeAt, withBranches } from './outcome.ts';
import type { Place } from './place.ts';

const of = (text: string) => fromJsonata(text).mapping;
const worked = (text: string) => toJsonata(withBranches(of(text))).replaceAll(/\s+/g, ' ');
const procedure: Place = [{ field: 'procedure' }];
const either = '{"procedure": $exists(code) ? {"code": code, "system": "CPT"} : {"code": "?", "system": "LOCAL"}}';

test('a mapping without branches is worked out as it is', () => {
  const plain = of('{"a": b, "c": d ? e, "lines": [lines.{"item": item}]}');
  expect(withBranches(plain)).toBe(plain);
  expect(outcomeAt(plain.root, { lines: [{ item: 'x' }] }, [{ field: 'lines' }, 'each', { field: 'item' }])).toBe('x');
});

test('what an if gives says which way was taken, inside of a for-each too', () => {
  expect(worked('{"a": b ? "yes" : "no"}')).toBe('{ "a": b ? { "use": "yes" } : { "otherwise": "no" } }');
  expect(worked('{"lines": [lines.{"unit": unit ? unit : "EA"}]}')).toBe(
    '{ "lines": [lines.{ "unit": unit ? { "use": unit } : { "otherwise": "EA" } }] }',
  );
});

test('only the way that was taken has values, and the field has them either way', () => {
  const { root } = of(either);
  const system: Place = [...procedure, { field: 'system' }];
  const other: Place = [...procedure, 'otherwise', { field: 'system' }];
  const taken = { procedure: { use: { code: '27447', system: 'CPT' } } };
  expect([outcomeAt(root, taken, system), outcomeAt(root, taken, other)]).toEqual(['CPT', undefined]);
  expect(outcomeAt(root, taken, procedure)).toEqual({ code: '27447', system: 'CPT' });
  const not = { procedure: { otherwise: { code: '?', system: 'LOCAL' } } };
  expect([outcomeAt(root, not, system), outcomeAt(root, not, other)]).toEqual([undefined, 'LOCAL']);
  expect(outcomeAt(root, not, procedure)).toEqual({ code: '?', system: 'LOCAL' });
  const one = (value: number): Value => ({ kind: 'constant', value });
  const inner: Value = { kind: 'if', when: 'c', use: one(1), otherwise: one(2) };
  const nested: Value = {
    kind: 'object',
    fields: [{ name: 'a', value: { kind: 'if', when: 'b', use: inner, otherwise: one(3) } }],
  };
  expect(outcomeAt(nested, { a: { use: { otherwise: 2 } } }, [{ field: 'a' }])).toBe(2);
});

test('an output as it is is shown at both ways', () => {
  const output = { procedure: { system: 'CPT' } };
  expect(outcomeAt(null, output, [...procedure, 'otherwise', { field: 'system' }])).toBe('CPT');
});

import { expect, test } from 'vitest';
import { fromJsonata } from './fromJsonata.ts';
import { toJsonata } from './toJsonata.ts';

test('500 fields a side are read and written in less than 100 ms', () => {
  const field = (_: unknown, i: number) =>
    `"field${i}": ${i % 3 === 0 ? `source.group${i}.field` : `$trim(a${i}) & "x"`}`;
  const text = `{${Array.from({ length: 500 }, field).join(', ')}}`;
  expect(toJsonata(fromJsonata(text).mapping).split('\n')).toHaveLength(502);
  const times = Array.from({ length: 5 }, () => {
    const started = performance.now();
    toJsonata(fromJsonata(text).mapping);
    return performance.now() - started;
  });
  expect(Math.min(...times)).toBeLessThan(100);
});

import { expect, it } from 'vitest';
import { differences } from './difference.ts';
import { isMasked } from './masked.ts';
import { readAlike } from './read-alike.ts';
import { linesOf, waysTo } from './tree.ts';

const all = () => true;

it('draws what is open, in order, with the ends of what was opened', () => {
  const lines = linesOf({ a: 1, list: [{ b: null }], none: {} }, all);
  expect(lines.map(({ path, kind, depth }) => `${depth} ${kind} ${path}`)).toEqual([
    '0 open ',
    '1 value a',
    '1 open list',
    '2 open list[0]',
    '3 value list[0].b',
    '2 end list[0]$',
    '1 end list$',
    '1 closed none',
    '0 end $',
  ]);
  expect(linesOf({ list: [1, 2, 3] }, (path) => path === '')).toHaveLength(3);
});

it('does not fall over a message without a bottom, and takes a masked value as one', () => {
  let deep: unknown = 'x';
  for (let i = 0; i < 20_000; i++) deep = [deep];
  expect(linesOf(deep, all)).toHaveLength(40_001);
  expect(linesOf({ $masked: 'phi', shape: 'AA', length: 2, hash: 'x' }, all)).toMatchObject([{ kind: 'value' }]);
});

it('takes for masked only what has the whole form: a message may say $masked itself', () => {
  for (const forged of [
    { $masked: 1, shape: 2 },
    { $masked: 'phi', shape: {}, length: 1, hash: 'x' },
  ]) {
    expect(isMasked(forged)).toBe(false);
    expect(linesOf(forged, all)[0]).toMatchObject({ kind: 'open', count: Object.keys(forged).length });
  }
});

it('knows the way to a field', () => {
  expect(waysTo('lines[2].item')).toEqual(['', 'lines', 'lines[2]', 'lines[2].item']);
});

it('tells what was added, removed and changed, by path', () => {
  const found = differences(
    { same: 1, gone: { a: 1 }, list: [1, 2], text: 'a' },
    { same: 1, fresh: [true], list: [1, 3, 4], text: 'b' },
  );
  expect(found).toEqual([
    { path: 'gone', kind: 'removed', before: { a: 1 } },
    { path: 'list[1]', kind: 'changed', before: 2, after: 3 },
    { path: 'list[2]', kind: 'added', after: 4 },
    { path: 'text', kind: 'changed', before: 'a', after: 'b' },
    { path: 'fresh', kind: 'added', after: [true] },
  ]);
  expect(differences({ a: [1] }, { a: [1] })).toEqual([]);
  expect(differences(undefined, { a: 1 })).toEqual([{ path: 'a', kind: 'added', after: 1 }]);
  expect(differences([1], undefined)).toEqual([{ path: '', kind: 'removed', before: [1] }]);
});

it('tells what was put into a list, or taken out of it, as that', () => {
  const lines = [{ item: 'A' }, { item: 'B' }, { item: 'C' }];
  expect(differences({ lines }, { lines: lines.slice(1) })).toEqual([
    { path: 'lines[0]', kind: 'removed', before: { item: 'A' } },
  ]);
  expect(differences({ lines }, { lines: lines.toSpliced(1, 0, { item: 'X' }) })).toEqual([
    { path: 'lines[1]', kind: 'added', after: { item: 'X' } },
  ]);
  expect(differences([1, 1, 1], [1, 1])).toEqual([{ path: '[2]', kind: 'removed', before: 1 }]);
});

it('compares texts by what they are', () => {
  const told = (before: unknown, after: unknown) =>
    differences(...readAlike(before, after)).map(({ path, kind }) => `${kind} ${path}`);
  expect(told('<a><b>1</b><c/></a>', '<a><b>2</b><c/></a>')).toEqual(['changed a.b']);
  expect(told('{"a":1,"b":2}', '{"a":1,"b":3}')).toEqual(['changed b']);
  expect(told('one\ntwo\nthree', 'one\nthree')).toEqual(['removed [1]']);
  expect(told('<a>', '<b>')).toEqual(['changed ']);
  expect(told('one', { text: 'one' })).toEqual(['changed ']);
});

it('holds two masked values to be equal by their hash', () => {
  const masked = (hash: string) => ({ $masked: 'phi', shape: 'A', length: 1, hash });
  expect(differences({ a: masked('x') }, { a: masked('x') })).toEqual([]);
  expect(differences({ a: masked('x') }, { a: masked('y') })).toHaveLength(1);
});

import { expect, it } from 'vitest';
import { differences } from './difference.ts';
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

it('holds two masked values to be equal by their hash', () => {
  const masked = (hash: string) => ({ $masked: 'phi', shape: 'A', length: 1, hash });
  expect(differences({ a: masked('x') }, { a: masked('x') })).toEqual([]);
  expect(differences({ a: masked('x') }, { a: masked('y') })).toHaveLength(1);
});

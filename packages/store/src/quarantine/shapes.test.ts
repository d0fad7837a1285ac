import { expect, it } from 'vitest';
import { shapeAt } from './shapes.ts';

const message = JSON.stringify({ lines: [{ item: 'SUT-221' }, { item: '', n: -4.5, more: [1, 2], gone: null }] });

it.each([
  ['lines[0].item', 'AAA-999'],
  ['lines[1].item', '""'],
  ['lines[1].n', '-9.9'],
  ['lines[1].more', '[ 2 ]'],
  ['lines[1]', '{ … }'],
  ['lines[1].gone', 'aaaa'],
  ['lines[2].item', null],
  ['lines.length', null],
  ['constructor', null],
])('says how %s looks, not what it says', (path, shape) => {
  expect(shapeAt(message, path)).toBe(shape);
});

it('has no shape for what is no JSON', () => {
  expect(shapeAt('MSH|^~\\&|', 'FT1-7')).toBeNull();
  expect(shapeAt(null, 'a')).toBeNull();
});

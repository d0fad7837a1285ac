import { expect, test } from 'vitest';
import { alignmentOf } from './align.ts';

const box = (x: number, y: number) => ({ x, y, width: 200, height: 60 });

test('a box near the line of another is drawn to it, and the line is shown between them', () => {
  expect(alignmentOf(box(254, 104), [box(0, 100)])).toEqual({
    dx: 0,
    dy: -4,
    guides: [{ axis: 'y', at: 100, from: 0, to: 454 }],
  });
});

test('the nearest line wins, in both directions at once', () => {
  const { dx, dy, guides } = alignmentOf(box(3, 205), [box(0, 0), box(1, 400), box(500, 210)]);
  expect([dx, dy]).toEqual([-2, 5]);
  expect(guides.map(({ axis }) => axis)).toEqual(['x', 'y']);
});

test('what is far off draws nothing', () => {
  expect(alignmentOf(box(33, 33), [box(0, 0), box(33, 5000)])).toEqual({ dx: 0, dy: 0, guides: [] });
});

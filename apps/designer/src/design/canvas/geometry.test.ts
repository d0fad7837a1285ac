import { Position } from '@xyflow/react';
import { expect, test } from 'vitest';
import { around, freePlace, heightOf, isInside, portY } from './geometry.ts';
import { wirePath } from './wire-path.ts';

test('a place that is taken gives way downwards, on the grid', () => {
  const taken = [{ x: 0, y: 0, width: 200, height: 60 }];
  expect(freePlace({ x: 3, y: 4 }, taken)).toEqual({ x: 0, y: 100 });
  expect(freePlace({ x: 263, y: 4 }, taken)).toEqual({ x: 260, y: 0 });
  expect(freePlace({ x: -243, y: 4 }, taken, { width: 240, height: 100 })).toEqual({ x: -240, y: 100 });
});

test('a node grows by its ports, and a single one faces the input', () => {
  expect([heightOf(0), heightOf(1), heightOf(3)]).toEqual([60, 60, 138]);
  expect(portY(0, 1)).toBe(30);
  expect(portY(2, 3)).toBeLessThan(heightOf(3));
});

test('boxes: around many, around none, inside one', () => {
  const boxes = [
    { x: 0, y: 10, width: 5, height: 5 },
    { x: -5, y: 0, width: 5, height: 50 },
  ];
  expect(around(boxes)).toEqual({ x: -5, y: 0, width: 10, height: 50 });
  expect(around([])).toBeNull();
  expect(isInside(boxes[0]!, { x: 0, y: 0, width: 10, height: 20 })).toBe(true);
  expect(isInside(boxes[1]!, boxes[0]!)).toBe(false);
});

test('a wire back within a row goes below it, back to the next row between them', () => {
  const back = (targetY: number) =>
    wirePath({
      ...{ sourceX: 460, sourceY: 30, sourcePosition: Position.Right },
      ...{ targetX: 0, targetY, targetPosition: Position.Left },
    });
  expect(back(30)[2]).toBeGreaterThan(60);
  expect(back(30)[0]).toContain(`${back(30)[2]}`);
  expect(back(230)[2]).toBe(130);
});

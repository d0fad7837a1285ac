import { expect, it } from 'vitest';
import { stay, withinSight } from './stay.ts';

const board = { width: 1000, height: 800 };
const lower = { width: 1000, height: 460 };

it('keeps a whole flow in sight, smaller where it has to be', () => {
  const whole = { x: 0, y: 0, width: 700, height: 600 };
  const view = { x: 100, y: 100, zoom: 1 };
  const next = stay(view, board, lower, whole, null);
  expect(next.zoom).toBeLessThan(1);
  expect(next.y).toBeGreaterThanOrEqual(0);
  expect(next.y + whole.height * next.zoom).toBeLessThan(lower.height);
  expect(next.x + whole.width * next.zoom).toBeLessThan(lower.width);
});

it('leaves alone what is in sight still', () => {
  const view = { x: 100, y: 100, zoom: 1 };
  expect(stay(view, board, lower, { x: 0, y: 0, width: 700, height: 200 }, null)).toBe(view);
});

it('keeps the middle of a flow that is larger than the board, and what is selected on it', () => {
  const whole = { x: -2000, y: -2000, width: 6000, height: 5000 };
  const view = { x: 0, y: 0, zoom: 1 };
  expect(stay(view, board, lower, whole, null)).toEqual({ x: 0, y: -170, zoom: 1 });
  const selected = { x: 20, y: 700, width: 200, height: 60 };
  const next = stay(view, board, lower, whole, selected);
  expect(selected.y + selected.height + next.y).toBeLessThanOrEqual(lower.height);
  expect(selected.x + next.x).toBeGreaterThan(0);
});

it('brings a node into sight by as little as is needed, and goes to its middle when it is far off', () => {
  const size = { width: 1000, height: 800 };
  const view = { x: 0, y: 0, zoom: 1 };
  const node = (x: number, y: number) => ({ x, y, width: 200, height: 60 });
  expect(withinSight(view, size, node(300, 300))).toBeNull();
  expect(withinSight(view, size, node(950, 300))).toEqual({ x: -190, y: 0, zoom: 1 });
  expect(withinSight(view, size, node(300, -100))).toEqual({ x: 0, y: 150, zoom: 1 });
  expect(withinSight(view, size, node(5000, 4000))).toEqual({ x: -4600, y: -3630, zoom: 1 });
});

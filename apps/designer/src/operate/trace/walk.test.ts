import { expect, it } from 'vitest';
import { barsOf, pictureHeight, walkOf } from './walk.ts';

const plan: Parameters<typeof walkOf>[0]['plan'] = [
  { node: 'door', type: 't', name: 'Door', place: 'trigger', wires: { out: [1] }, catch: null },
  { node: 'call/map', type: 't', name: 'Map', place: 'realm', wires: { out: [2, 3] }, catch: null },
  { node: 'erp', type: 't', name: 'ERP', place: 'effect', wires: {}, catch: null },
  { node: 'billing', type: 't', name: 'Billing', place: 'effect', wires: {}, catch: null },
];
const step = (s: number, us: number, at: string, more = {}) => ({ step: s, us, at, same: false, lines: 0, ...more });

it('draws what was walked, what stopped and what waits', () => {
  const walk = walkOf({
    plan,
    steps: [
      step(1, 500, '2026-01-01T00:00:00.010Z', { port: 'out' }),
      step(2, 9000, '2026-01-01T00:00:00.020Z', {
        error: { code: 'period_closed', class: 'rejected', sentence: 'Closed.' },
      }),
    ],
    waits: [{ step: 3, attempts: 2, due: null, key: null, parkedBy: null }],
    receipts: [],
  });
  expect(walk.nodes).toMatchObject({
    door: { state: 'done' },
    call: { state: 'done', us: 500 },
    erp: { state: 'stopped', note: 'period_closed' },
    billing: { state: 'waiting', note: 'after attempt 2' },
  });
  expect(walk.wires).toEqual([
    { from: 'call', port: 'out', to: 'erp', count: 1 },
    { from: 'call', port: 'out', to: 'billing', count: 1 },
    { from: 'door', port: 'out', to: 'call', count: 1 },
  ]);
});

it('lays the steps of a stretch one behind the other, ending when it was settled', () => {
  const { bars, total } = barsOf({
    plan,
    beganAt: '2026-01-01T00:00:00.000Z',
    steps: [
      step(1, 2000, '2026-01-01T00:00:00.010Z'),
      step(2, 3000, '2026-01-01T00:00:00.010Z'),
      step(3, 1000, '2026-01-01T00:00:01.000Z'),
    ],
  });
  expect(bars).toEqual([
    { start: 5, ms: 2 },
    { start: 7, ms: 3 },
    { start: 999, ms: 1 },
  ]);
  expect(total).toBe(1000);
});

it('lays destinations that were asked beside each other beside each other', () => {
  const at = '2026-01-01T00:00:00.100Z';
  const { bars, total } = barsOf({
    plan,
    beganAt: '2026-01-01T00:00:00.000Z',
    steps: [step(1, 2000, at), step(2, 80_000, at), step(3, 60_000, at)],
  });
  expect(bars).toEqual([
    { start: 0, ms: 2 },
    { start: 20, ms: 80 },
    { start: 40, ms: 60 },
  ]);
  expect(total).toBe(100);
});

it('draws a flow in one row low, and a high one no higher than leaves room for its steps', () => {
  const heightOf = (...tops: number[]) =>
    pictureHeight({ nodes: Object.fromEntries(tops.map((y, i) => [`n${i}`, { x: 0, y }])) });
  expect([heightOf(), heightOf(40, 40), heightOf(0, 90), heightOf(-500, 900)]).toEqual([190, 190, 280, 340]);
});

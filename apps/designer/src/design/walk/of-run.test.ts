import { expect, test } from 'vitest';
import { goesOn, type Run, stridesOf, walkOf } from './of-run.ts';

const step = (node: string, place: string, to: number[]) => ({ node, name: node, place, wires: { out: to } });
const run = {
  id: 'r',
  environment: 'dev',
  state: 'done',
  plan: [step('door', 'trigger', [1]), step('map', 'realm', [2]), step('map', 'realm', [3]), step('erp', 'effect', [])],
  steps: [
    { step: 1, us: 2000, port: 'out' },
    { step: 2, us: 3000, port: 'out' },
    { step: 3, us: 5000 },
  ],
  quarantined: [],
  receipts: [{ node: 'erp' }],
} as unknown as Run;

test('a run walks in by its door, which takes no time, and times of one node are added up', () => {
  const walk = walkOf(run, stridesOf(run), false);
  expect([...walk.nodes].map(([node, { state, count, tookMs }]) => [node, state, count, tookMs])).toEqual([
    ['door', 'done', 1, null],
    ['map', 'done', 2, 5],
    ['erp', 'done', 1, 5],
  ]);
  expect([...walk.wires.keys()]).toEqual(['door out map', 'map out erp']);
  expect(walk.summary).toBe('Delivered: erp.');
});

test.each(['waiting', 'running'])(
  'a run that is %s has not delivered, whatever its first stretch has told already',
  (state) => {
    const half = { ...run, state, steps: run.steps.slice(0, 2) } as Run;
    expect(goesOn(half)).toBe(true);
    expect(walkOf(half, stridesOf(half), false).summary).toBe('The message waits for its turn or the next attempt.');
  },
);

import { emptyFlow } from '@throughline/flow';
import { expect, it } from 'vitest';
import { calledFirst } from './order.ts';

const flow = (id: string, ...calls: string[]) => ({
  ...emptyFlow(id, id),
  nodes: calls.map((called) => ({
    id: called,
    type: 'route.call',
    version: 1,
    name: called,
    config: { flow: called },
  })),
});
const ids = (flows: ReturnType<typeof flow>[]) => calledFirst(flows).map(({ id }) => id);

it('puts each flow behind those that it calls, and keeps the order otherwise', () => {
  expect(ids([flow('a', 'c'), flow('b'), flow('c', 'd'), flow('d')])).toEqual(['d', 'c', 'a', 'b']);
});

it('ends where flows call each other, or one that is not there', () => {
  expect(ids([flow('a', 'b'), flow('b', 'a', 'elsewhere')])).toEqual(['b', 'a']);
});

import { expect, it } from 'vitest';
import { createTurns } from './turns.ts';

const settled = () => new Promise((resolve) => setImmediate(resolve));

it('lets drains run together, and one alone once they have let go', async () => {
  const turns = createTurns();
  const said: string[] = [];
  const first = await turns.together();
  const second = await turns.together();
  const alone = turns.alone().then((leave) => {
    said.push('alone');
    return leave;
  });
  const late = turns.together().then((leave) => {
    said.push('late');
    return leave;
  });
  expect(turns.isAsked).toBe(true);
  first();
  await settled();
  expect(said).toEqual([]);
  second();
  const leave = await alone;
  await settled();
  expect([said, turns.isAsked]).toEqual([['alone'], false]);
  leave();
  (await late)();
  expect(said).toEqual(['alone', 'late']);
});

it('takes those who want to be alone one after another', async () => {
  const turns = createTurns();
  const order: number[] = [];
  await Promise.all(
    [1, 2, 3].map(async (n) => {
      const leave = await turns.alone();
      order.push(n);
      await settled();
      order.push(n);
      leave();
    }),
  );
  expect(order).toEqual([1, 1, 2, 2, 3, 3]);
});

import type { HostInput } from '@throughline/engine';
import { expect, it } from 'vitest';
import { CONTEXT, errorOf, reachOf } from '../trial/delivery.ts';
import { routeGather } from './gather/run.ts';
import { routeSplit } from './split/run.ts';

const input = (settings: Record<string, unknown>): HostInput => ({
  node: 'step',
  message: '{"line":1}',
  settings,
  context: CONTEXT,
  reach: reachOf(),
  signal: new AbortController().signal,
});

it('splits a list into one message each, in its order', async () => {
  expect(await routeSplit(input({ items: [{ line: 1 }, 'two', null] }))).toEqual({
    kind: 'split',
    port: 'piece',
    pieces: ['{"line":1}', '"two"', 'null'],
  });
  expect(await routeSplit(input({ items: [] }))).toMatchObject({ pieces: [] });
});

it('splits nothing but a list of at most 100,000', async () => {
  for (const items of [undefined, null, 'a,b', { 0: 1 }]) {
    expect(await errorOf(routeSplit(input({ items })))).toMatchObject({ code: 'setting_invalid', path: 'items' });
  }
  const many = Array.from({ length: 100_001 }, () => 0);
  expect(await errorOf(routeSplit(input({ items: many })))).toMatchObject({ code: 'split_limit', class: 'limit' });
});

it('gathers by key, or by what the message was split from', async () => {
  expect(await routeGather(input({ key: 'PO-7781', expected: 3, timeoutS: 60 }))).toEqual({
    kind: 'gather',
    port: 'all',
    key: 'PO-7781',
    expected: 3,
    timeoutS: 60,
    message: '{"line":1}',
  });
  const split = { message: 'm-000001', piece: 1, pieces: 3, begin: 'line' };
  const piece = { ...input({}), context: { ...CONTEXT, split } };
  expect(await routeGather(piece)).toMatchObject({ key: 'm-000001', expected: null, timeoutS: 3_600 });
  expect((await errorOf(routeGather(input({})))).code).toBe('gather_key_missing');
  expect((await errorOf(routeGather(input({ key: 'PO-7781', expected: 0 })))).code).toBe('setting_invalid');
});

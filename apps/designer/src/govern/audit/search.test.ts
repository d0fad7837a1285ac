import { expect, it } from 'vitest';
import { queryOf } from './search.ts';

it('asks for whole days of the reader’s zone, the last one with its evening', () => {
  const { since, until, ...rest } = queryOf({ act: 'token.create', from: '2026-03-28', to: '2026-03-29' });
  expect(rest).toEqual({ act: 'token.create' });
  expect(since).toBe(new Date(2026, 2, 28).toISOString());
  expect(until).toBe(new Date(2026, 2, 30).toISOString());
});

it('leaves out what is empty or no day', () => {
  expect(queryOf({ text: '', from: 'yesterday', to: '2026-13' })).toEqual({});
});

import { slug } from '@throughline/flow';
import { expect, test } from 'vitest';
import { slugOf } from './slug.ts';

test('an id is made from a name, and is one', () => {
  expect(slugOf('Goods receipt, München!')).toBe('goods-receipt-munchen');
  expect(slugOf('  ')).toBe('');
  expect(slug.safeParse(slugOf(`${'long '.repeat(40)}x`)).success).toBe(true);
});

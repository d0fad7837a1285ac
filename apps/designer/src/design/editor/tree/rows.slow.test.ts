import { expect, test } from 'vitest';
import { rowsOf } from './rows.ts';

test('5 MB are cut into lines in less than 100 ms of work', () => {
  const large = { rows: Array.from({ length: 40_000 }, (_, i) => ({ id: i, text: 'x'.repeat(100) })) };
  const open = { toggled: new Set(['/rows']), search: '' };
  const times = Array.from({ length: 6 }, () => {
    const began = process.cpuUsage();
    expect(rowsOf(large, undefined, open).length).toBeGreaterThan(40_000);
    return process.cpuUsage(began).user / 1000;
  });
  expect(Math.min(...times)).toBeLessThan(100);
});

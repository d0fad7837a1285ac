import { expect, it } from 'vitest';
import { agoText, countText, sizeText, spanText, tookText } from './text.ts';

it.each([
  [0.08, '80 µs'],
  [3.25, '3.3 ms'],
  [41.2, '41 ms'],
  [1500, '1.5 s'],
  [180_000, '3 min'],
  [7_200_000, '2 h'],
  [300_000_000, '3 days'],
])('%d ms is %s', (ms, text) => expect(spanText(ms)).toBe(text));

it('says what goes on, sizes, counts and ages', () => {
  expect(tookText('2026-01-01T00:00:00Z', null)).toBe('…');
  expect(tookText('2026-01-01T00:00:01Z', '2026-01-01T00:00:00Z')).toBe('< 1 ms');
  expect(sizeText(5_240_000)).toBe('5.2 MB');
  expect(sizeText(999)).toBe('999 B');
  expect(countText(1, 'message')).toBe('1 message');
  expect(countText(0, 'message')).toBe('0 messages');
  expect(agoText('2026-01-01T00:00:00Z', Date.parse('2026-01-01T00:05:00Z'))).toBe('5 min ago');
});

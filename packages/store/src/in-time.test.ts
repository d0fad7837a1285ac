import { afterEach, expect, it, vi } from 'vitest';
import { isOutage } from './error.ts';
import { inTime } from './in-time.ts';

afterEach(() => vi.useRealTimers());

it('passes on what comes, and calls silence an outage', async () => {
  expect(await inTime(Promise.resolve(7))).toBe(7);
  await expect(inTime(Promise.reject(new Error('no')))).rejects.toThrow('no');
  vi.useFakeTimers();
  const silent = inTime(new Promise(() => {})).catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(isOutage(await silent)).toBe(true);
});

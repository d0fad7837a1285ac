import { createHmac, randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { hmacOf } from './hmac.ts';

it('is what Node makes of the same text under the same key', () => {
  for (const length of [1, 32, 64]) {
    const key = randomBytes(length);
    const hmac = hmacOf(key);
    for (const text of ['', 'MRN-119043', 'é', 'x'.repeat(10_000)]) {
      expect(hmac(text)).toBe(createHmac('sha256', key).update(text).digest('base64url'));
    }
  }
  expect(() => hmacOf(randomBytes(65))).toThrow('longer than a block');
});

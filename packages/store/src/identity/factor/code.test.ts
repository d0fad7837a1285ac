import { describe, expect, it } from 'vitest';
import { base32, codeAt, stepOf } from './code.ts';

const key = Buffer.from('12345678901234567890');

describe('codes by time (RFC 6238, appendix B)', () => {
  it.each([
    [59, '287082'],
    [1111111109, '081804'],
    [1111111111, '050471'],
    [1234567890, '005924'],
    [2000000000, '279037'],
    [20000000000, '353130'],
  ])('at %d is %s', (at, code) => {
    expect(codeAt(key, Math.floor(at / 30))).toBe(code);
  });

  it('are good one step before and behind, and once', () => {
    expect(stepOf(key, '287082', 59 + 30, 0)).toBe(1);
    expect(stepOf(key, '287082', 59 + 60, 0)).toBeNull();
    expect(stepOf(key, '287082', 59, 1)).toBeNull();
  });

  it('have keys in Base32 (RFC 4648)', () => {
    expect(base32(Buffer.from('foobar'))).toBe('MZXW6YTBOI');
  });
});

import { expect, it } from 'vitest';
import { captured } from './capture.ts';

const records = [
  JSON.stringify({
    s: 0,
    us: 12,
    port: 'out',
    out: { patient: 'ZZCANARY^PAT', lines: [{ n: 1, ok: true }], none: null },
  }),
  JSON.stringify({ s: 1, us: 3, log: ['999-CANARY'], error: { code: 'expression_error' } }),
];

it('keeps all of it, its shape, or timing only', () => {
  expect(captured(records, 'full')).toBe(`[${records.join(',')}]`);
  expect(JSON.parse(captured(records, 'shapes'))).toEqual([
    {
      s: 0,
      us: 12,
      port: 'out',
      out: { patient: 'text 12', lines: [{ n: 'number', ok: 'true or false' }], none: 'null' },
    },
    { s: 1, us: 3, error: { code: 'expression_error' } },
  ]);
  expect(JSON.parse(captured(records, 'none'))).toEqual([
    { s: 0, us: 12, port: 'out' },
    { s: 1, us: 3, error: { code: 'expression_error' } },
  ]);
});

import { expect, it } from 'vitest';
import { scrubTree, standIn } from './scrub.ts';

it('puts stand-ins of the same form in the place of personal and unknown values', () => {
  const classOf = (path: string) =>
    ({ 'lines[0].item': 'open', cost: 'financial', 'patient.id': 'phi' })[path] as never;
  const tree = {
    patient: { id: 'MRN-042', born: '1970-12-31' },
    lines: [{ item: '4711', note: 'Für Ann' }],
    cost: 12.5,
    age: 54,
    gone: null,
    ok: true,
  };
  expect(scrubTree(tree, classOf)).toEqual({
    patient: { id: 'XXX-000', born: '1970-01-01' },
    lines: [{ item: '4711', note: 'Xxx Xxx' }],
    cost: 12.5,
    age: 1,
    gone: null,
    ok: true,
  });
});

it('keeps what tells the parts of a device identifier apart', () => {
  expect(standIn('(01)00844588003288(17)271231(10)A4B')).toBe('(01)00000000000000(17)000000(10)X0X');
});

it('keeps a date a date, in either spelling', () => {
  expect(['19701231', '20261120120000', '1970-12-31T08:30:00Z', '2026'].map(standIn)).toEqual([
    '19700101',
    '20260101000000',
    '1970-01-01T00:00:00Z',
    '0000',
  ]);
});

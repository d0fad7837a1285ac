import { describe, expect, it } from 'vitest';
import { contract } from '../registry.ts';
import { classesOf } from './classes.ts';
import { dataClassOfHl7 } from './hl7.ts';
import { maskTree, shapeOf } from './mask.ts';

const hash = (text: string) => `h${text.length}abcdefghij`;
const usage = contract('supply-usage@1')!.schema;
const table = {
  name: 'item-xref',
  title: 'Items',
  key: ['item'],
  effective: false,
  columns: [{ name: 'erpItem', title: 'ERP item', type: 'text' as const, required: false, class: 'open' }],
};
const classOf = classesOf([usage], [table]);

describe('a masked message', () => {
  it('shows what is open, and of a patient only shape, length and hash', () => {
    const masked = maskTree(
      { usageId: 'U-1', patient: { id: 'MRN-042' }, lines: [{ item: '4711', serial: 'SN9' }] },
      classOf,
      hash,
    );
    expect(masked).toEqual({
      usageId: 'U-1',
      patient: { id: { $masked: 'phi', shape: 'AAA-999', length: 7, hash: 'h7abcdef' } },
      lines: [{ item: '4711', serial: { $masked: 'phi', shape: 'AA9', length: 3, hash: 'h3abcdef' } }],
    });
  });

  it('hides what nobody described, and knows a field by its name when it has moved', () => {
    const masked = maskTree({ nickname: 'Bo', moved: { serial: 'SN9', erpItem: '4001' } }, classOf, hash);
    expect(masked).toMatchObject({
      nickname: { $masked: 'unknown' },
      moved: { serial: { $masked: 'phi' }, erpItem: '4001' },
    });
  });

  it('does not trust a vague name', () => {
    const suppliers = classesOf([{ properties: { name: { 'x-class': 'open' } } }], []);
    expect(suppliers('name')).toBe('open');
    expect(suppliers('rows[0].name')).toBeUndefined();
  });

  it('takes the gravest class where a name means two things', () => {
    const both = classesOf([usage, { properties: { id: { 'x-class': 'open' } } }], []);
    expect(both('somewhere.id')).toBe('phi');
  });

  it('keeps nothing and lists, and masks numbers and truth values of a patient', () => {
    expect(maskTree({ gone: null, list: [1, true] }, () => 'phi', hash)).toEqual({
      gone: null,
      list: [
        { $masked: 'phi', shape: '9', length: 1, hash: 'h1abcdef' },
        { $masked: 'phi', shape: 'aaaa', length: 4, hash: 'h4abcdef' },
      ],
    });
  });

  it('ends at a bottom', () => {
    let deep: unknown = 'x';
    for (let i = 0; i < 5000; i++) deep = [deep];
    expect(() => maskTree(deep, () => 'open', hash)).not.toThrow();
  });
});

it('a shape keeps what separates', () => {
  expect(shapeOf('Ünal, 12.5 kg')).toBe('Aaaa, 99.9 aa');
  expect(shapeOf('x'.repeat(80))).toHaveLength(65);
});

it.each([
  ['PID', 3, 'phi'],
  ['MSH', 10, 'open'],
  ['FT1', 7, 'open'],
  ['FT1', 11, 'financial'],
  ['ZSU', 4, 'phi'],
  ['ZZZ', 1, 'phi'],
])('%s-%s is %s', (segment, field, found) => expect(dataClassOfHl7(segment, field)).toBe(found));

import { expect, it } from 'vitest';
import { compareRows, mergeRows, rowKey } from './compare.ts';
import { tableContent } from './content.ts';
import type { TableDefinition } from './definition.ts';
import { tableRows } from './rows.ts';

const column = (name: string, type: 'text' | 'decimal' | 'boolean', required = true) => ({
  name,
  title: name,
  type,
  required,
});
const items: TableDefinition = {
  name: 'items',
  title: 'Items',
  key: ['item'],
  effective: false,
  columns: [column('item', 'text'), column('price', 'decimal', false), column('stocked', 'boolean', false)],
};
const prices: TableDefinition = { ...items, name: 'prices', effective: true };
const row = (line: number, values: Record<string, string>) => ({ line, values });

it('a table read back is the table that was written, digit for digit and day for day', () => {
  const rows = [row(1, { item: 'A', price: '12345678901234567890.10', stocked: 'true' }), row(2, { item: 'B' })];
  expect(tableRows(items, tableContent(items, rows))).toEqual(rows);
  const dated = [row(1, { item: 'A', effectiveFrom: '2026-01-01', effectiveTo: '2026-03-31' })];
  expect(tableRows(prices, tableContent(prices, dated))).toEqual(dated);
});

it('says what an import would create, update, remove and leave', () => {
  const current = [row(1, { item: 'A', price: '1' }), row(2, { item: 'B' }), row(3, { item: 'C' })];
  const wanted = [row(2, { item: 'A', price: '2' }), row(3, { item: 'B', price: '' }), row(4, { item: 'D' })];
  expect(compareRows(items, current, wanted, 'replace')).toMatchObject({ create: 1, update: 1, remove: 1, same: 1 });
  const { remove, changes } = compareRows(items, current, wanted, 'merge');
  expect(remove).toBe(0);
  expect(changes).toEqual([
    { kind: 'update', line: 2, before: { item: 'A', price: '1' }, after: { item: 'A', price: '2' } },
    { kind: 'create', line: 4, before: null, after: { item: 'D' } },
  ]);
});

it('merges in place, adds at the end, and takes out what was taken out', () => {
  const current = [row(1, { item: 'A' }), row(2, { item: 'B' })];
  const merged = mergeRows(
    items,
    current,
    [row(9, { item: 'A', price: '3' }), row(10, { item: 'C' })],
    [rowKey(items, { item: 'B' })],
  );
  expect(merged).toEqual([row(1, { item: 'A', price: '3' }), row(2, { item: 'C' })]);
});

it('takes two periods of one key for two rows', () => {
  const current = [row(1, { item: 'A', effectiveFrom: '2026-01-01' })];
  expect(compareRows(prices, current, [row(1, { item: 'A', effectiveFrom: '2026-07-01' })], 'merge').create).toBe(1);
});

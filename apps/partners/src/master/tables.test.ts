import { readdir, readFile } from 'node:fs/promises';
import { parseCsv } from '@throughline/formats';
import { describe, expect, it } from 'vitest';
import { seedPurchaseOrders } from '../erp/purchase-order.ts';
import { readMaster } from './master.ts';

const folder = new URL('../../../../flows/tables/', import.meta.url);

interface Column {
  name: string;
  title: string;
  type: 'text' | 'decimal' | 'integer' | 'date' | 'boolean';
  required: boolean;
  class: string;
  references?: string;
}
interface Table {
  name: string;
  title: string;
  key: string[];
  effective: boolean;
  columns: Column[];
}
type Row = Record<string, string>;

async function read(name: string): Promise<{ table: Table; rows: Row[] }> {
  const table = JSON.parse(await readFile(new URL(`${name}.json`, folder), 'utf8')) as Table;
  const { rows, problems } = parseCsv(await readFile(new URL(`${name}.csv`, folder)));
  expect(problems).toEqual([]);
  return { table, rows: rows.map(({ record }) => record ?? {}) };
}

const SHAPES: Record<Column['type'], RegExp> = {
  text: /^[^\p{Cc}]+$/u,
  decimal: /^-?\d+(\.\d+)?$/,
  integer: /^-?\d+$/,
  date: /^\d{4}-\d{2}-\d{2}$/,
  boolean: /^(true|false)$/,
};

const names = (await readdir(folder)).filter((file) => file.endsWith('.csv')).map((file) => file.slice(0, -4));

describe.each(names)('%s', (name) => {
  it('has rows as its sidecar describes them', async () => {
    const { table, rows } = await read(name);
    expect(table.name).toBe(name);
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.length).toBeLessThanOrEqual(300);
    expect(Object.keys(rows[0] ?? {})).toEqual(table.columns.map((column) => column.name));
    for (const [i, row] of rows.entries())
      for (const column of table.columns) {
        const text = row[column.name] ?? '';
        if (text === '' && !column.required) continue;
        expect(text, `row ${i + 2}, ${column.name}`).toMatch(SHAPES[column.type]);
      }
  });

  it('has one row for each key (and first day)', async () => {
    const { table, rows } = await read(name);
    const columns = table.effective ? [...table.key, 'effectiveFrom'] : table.key;
    const keys = rows.map((row) => columns.map((column) => row[column]).join(' / '));
    expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
  });

  it('refers only to rows that are there', async () => {
    const { table, rows } = await read(name);
    for (const { name: column, references } of table.columns) {
      if (!references) continue;
      const [other = '', field = ''] = references.split('.');
      const there = new Set((await read(other)).rows.map((row) => row[field]));
      const astray = rows.map((row) => row[column]).filter((value) => value && !there.has(value));
      expect(astray, column).toEqual([]);
    }
  });
});

describe('the tables together', () => {
  const items = async () => new Set((await readMaster(folder)).items.keys());

  it.each(['contract-price', 'par-levels', 'unit-conversion'])('%s speaks of known items', async (name) => {
    const known = await items();
    const unknown = (await read(name)).rows.map((row) => row['item'] ?? '').filter((item) => !known.has(item));
    expect(new Set(unknown)).toEqual(new Set(name === 'unit-conversion' ? ['*'] : []));
  });

  it('prices each item with its preferred supplier', async () => {
    const { items: known } = await readMaster(folder);
    const other = (await read('contract-price')).rows.filter(
      (row) => known.get(row['item'] ?? '')?.supplier !== row['supplier'],
    );
    expect(other).toEqual([]);
  });

  it('has GTINs with a right check digit', async () => {
    const gtins = (await read('item-xref')).rows.map((row) => row['gtin'] ?? '').filter((gtin) => gtin !== '');
    const sum = (gtin: string) =>
      [...gtin].reduce((total, digit, i) => total + Number(digit) * (i % 2 === 0 ? 3 : 1), 0);
    expect(gtins.filter((gtin) => sum(gtin) % 10 !== 0)).toEqual([]);
    expect(new Set(gtins).size).toBe(gtins.length);
  });

  it('keeps its traps: what the sample messages are refused for', async () => {
    const xref = (await read('item-xref')).rows;
    const erp = (item: string) => xref.find((row) => row['item'] === item)?.['erpItem'];
    expect(erp('IMP-10877')).toBe('');
    expect(erp('IMP-99999')).toBeUndefined();
    const conversions = (await read('unit-conversion')).rows;
    expect(conversions.filter((row) => row['item'] === erp('CTH-133')).map((row) => row['from'])).toEqual(['EA']);
    const codes = (await read('charge-master')).rows.map((row) => row['code']);
    expect(codes).not.toContain(erp('SCR-3050'));
    const days = (await read('contract-price')).rows
      .filter((row) => row['item'] === erp('STN-3018'))
      .map((row) => [row['effectiveFrom'], row['effectiveTo']]);
    expect(days).toEqual([
      ['2025-01-01', '2026-06-30'],
      ['2027-01-01', ''],
    ]);
  });

  it('knows the items, suppliers and units of the purchase orders', async () => {
    const { items: known } = await readMaster(folder);
    const conversions = new Set((await read('unit-conversion')).rows.map((row) => `${row['item']} ${row['from']}`));
    for (const order of seedPurchaseOrders().values())
      for (const line of order.lines) {
        expect(known.get(line.item)?.supplier, order.purchaseOrder).toBe(order.supplier);
        expect(conversions, order.purchaseOrder).toContain(`${line.item} ${line.unit}`);
      }
  });
});

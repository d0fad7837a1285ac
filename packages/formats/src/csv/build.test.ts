import { describe, expect, it } from 'vitest';
import { parseJson } from '../json/parse.ts';
import { buildCsv } from './build.ts';
import { parseCsv } from './parse.ts';

const cells = (text: string) =>
  parseCsv(text, { header: false, delimiter: ',', ragged: 'keep' }).rows.map((row) => row.cells);

describe('buildCsv', () => {
  it('quotes what needs it, and reads back as it was', () => {
    const rows = [
      ['a,b', 'c"d', 'e\r\nf'],
      ['', ' g ', 'h'],
      ['', '', ''],
    ];
    const text = buildCsv(rows);
    expect(text).toBe('"a,b","c""d","e\r\nf"\r\n," g ",h\r\n,,\r\n');
    expect(cells(text)).toEqual(rows);
    expect(cells(buildCsv([[''], ['x']]))).toEqual([[''], ['x']]);
  });

  it('writes records by header, numbers exactly, nothing as nothing', () => {
    const exact = parseJson('12345678901234567890.12');
    expect(
      buildCsv([
        { a: exact, b: true },
        { b: null, c: 1.5 },
      ]),
    ).toBe('a,b,c\r\n12345678901234567890.12,true,\r\n,,1.5\r\n');
    expect(buildCsv([{ a: 1, b: 2 }], { header: ['b'], delimiter: ';', terminator: '\n' })).toBe('b\n2\n');
    expect(buildCsv([{ b: 1 }], { header: ['constructor'] })).toBe('constructor\r\n""\r\n');
  });

  it.each([['=1+1'], ['+cmd'], ['-2+3'], ['@SUM(A1)'], ['\tx'], ['\r=x'], ['\0=x']])(
    'defuses %j for spreadsheets when asked to',
    (cell) => {
      expect(cells(buildCsv([[cell, 'x']], { formulaEscape: true }))[0]).toEqual([`'${cell}`, 'x']);
      expect(cells(buildCsv([[cell, 'x']]))[0]).toEqual([cell, 'x']);
    },
  );

  it('leaves negative amounts alone', () => {
    expect(buildCsv([[-12.5, '-12.50', '+3', '-1,000.00']], { formulaEscape: true, delimiter: ';' })).toBe(
      '-12.5;-12.50;+3;-1,000.00\r\n',
    );
  });

  it.each([[{}], [Number.NaN], [() => 1]])('refuses the cell %s', (cell) => {
    expect(() => buildCsv([[cell]])).toThrow(
      expect.objectContaining({ code: 'csv_unwritable', position: expect.objectContaining({ line: 1, column: 1 }) }),
    );
  });
});

import type { PlanStep } from '@throughline/flow';
import { describe, expect, it } from 'vitest';
import { cutRecords, type RecordPiece, readRecord } from './records.ts';

const step = { place: 'trigger', config: { format: 'csv', records: 'each' } } as unknown as PlanStep;
const LATIN1 = 'text/csv; charset=iso-8859-1';
const cut = (text: string, ...more: [] | [string, RecordPiece]) =>
  cutRecords(step, Buffer.from(text, 'latin1'), more[0] ?? LATIN1, more[1]);
const shown = (pieces: RecordPiece[]) =>
  pieces.map((piece) => [piece.line, 'record' in piece ? piece.record : piece.bytes.toString('latin1')]);

describe('a file cut into records', () => {
  it('is a message for each row, and bytes with the header for a row that cannot be read', () => {
    expect(shown(cut('item,name\r\n1,Sérew\r\n2\r\n"3","a\r\nb"\r\n4,x\r\n'))).toEqual([
      [2, '{"item":"1","name":"Sérew"}'],
      [3, 'item,name\r\n2\r\n'],
      [4, '{"item":"3","name":"a\\r\\nb"}'],
      [6, '{"item":"4","name":"x"}'],
    ]);
  });

  it('is parts first when it is long, whose records keep their numbers and lines', () => {
    const lines = Array.from({ length: 2500 }, (_, i) => (i % 1000 === 7 ? `${i}` : `${i},Ünit ${i}`));
    const parts = cut(`item,name\n${lines.join('\n')}\n`);
    expect(parts.map(({ piece, pieces, line, rows }) => [piece, pieces, line, rows])).toEqual([
      [0, 2500, 2, 1000],
      [1000, 2500, 1002, 1000],
      [2000, 2500, 2002, 500],
    ]);
    const rows = parts.flatMap((part) => cutRecords(step, (part as { bytes: Buffer }).bytes, LATIN1, part));
    expect(rows.map(({ piece, line }) => [piece, line])).toEqual(lines.map((_, i) => [i, i + 2]));
    expect(rows.filter((row) => 'bytes' in row).map(({ line }) => line)).toEqual([9, 1009, 2009]);
    expect(shown(rows)[2499]).toEqual([2501, '{"item":"2499","name":"Ünit 2499"}']);
  });

  it('is nothing without rows, and stops for what spoils every row', () => {
    expect(cut('item,name\n')).toEqual([]);
    expect(() => cut('item,item\n1,2\n')).toThrow(expect.objectContaining({ name: 'StepFailure' }));
  });
});

it('reads a row by itself: mended it is a record, else it says its line in the file', () => {
  const place = { piece: 15, pieces: 20, line: 17, rows: 1 };
  expect(readRecord(step, Buffer.from('item,name\n2,b\n'), 'text/csv', place)).toBe('{"item":"2","name":"b"}');
  expect(() => readRecord(step, Buffer.from('item,name\n2\n'), 'text/csv', place)).toThrow(
    expect.objectContaining({
      error: {
        code: 'csv_ragged_row',
        class: 'data',
        sentence: 'The row on line 17 has 1 cells; 2 are expected.',
        path: 'line 17',
      },
    }),
  );
});

import { contract } from '@throughline/contracts';
import { describe, expect, test } from 'vitest';
import { shapeOfSchema } from '../message/shape.ts';
import { rowsOf } from './rows.ts';

const usage = contract('supply-usage@1')!;
const shape = shapeOfSchema(usage.schema);
const message = usage.examples[0]!.message;
const closed = { toggled: new Set<string>(), search: '' };

describe('lines of a tree', () => {
  test('show what is there with what the contract says, then what it names besides', () => {
    const rows = rowsOf(message, shape, closed);
    expect(rows.find(({ id }) => id === '/encounterId')?.shape?.class).toBe('phi');
    expect(rows.find(({ id }) => id === '/lines')).toMatchObject({ kind: 'list', count: 3, isOpen: true });
    expect(rows.find(({ id }) => id === '/costCentre')).toMatchObject({ isAbsent: true });
    expect(rows.find(({ id }) => id === '/lines/0')).toMatchObject({ isOpen: true });
    expect(rowsOf(message, shape, { ...closed, toggled: new Set(['/lines/0']) }).map(({ id }) => id)).not.toContain(
      '/lines/0/item',
    );
  });

  test('search finds by name, title and value, and keeps what leads there', () => {
    const found = rowsOf(message, shape, { ...closed, search: 'sut-221' });
    expect(found.map(({ id }) => id)).toEqual(['/lines', '/lines/1', '/lines/1/item']);
  });
});

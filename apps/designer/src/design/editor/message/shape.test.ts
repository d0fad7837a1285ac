import { contract } from '@throughline/contracts';
import { describe, expect, test } from 'vitest';
import { emptyShape, fieldsOf, shapeAt, shapeOfSchema, withSample } from './shape.ts';

const usage = shapeOfSchema(contract('supply-usage@1')!.schema);

describe('a shape', () => {
  test('has the words, classes and required fields of its contract', () => {
    const encounter = shapeAt(usage, ['encounterId']);
    expect(encounter).toMatchObject({ kind: 'value', title: 'Encounter', class: 'phi', required: true });
    expect(shapeAt(usage, ['lines', 0, 'quantity'])).toMatchObject({ type: 'number', required: true });
    expect(shapeAt(usage, ['lines', 'quantity'])?.title).toBe('Quantity');
    expect(shapeAt(usage, ['nowhere'])).toBeUndefined();
  });

  test('learns from samples what the contract does not know', () => {
    const richer = withSample(usage, { lines: [{ item: 'A' }, { colour: 'blue' }], ward: { name: 'North' } });
    expect(shapeAt(richer, ['lines', 'colour'])).toMatchObject({ kind: 'value', type: 'text', isContract: false });
    expect(shapeAt(richer, ['ward', 'name'])?.type).toBe('text');
    expect(shapeAt(richer, ['lines', 'item'])?.isContract).toBe(true);
    expect(shapeAt(usage, ['ward'])).toBeUndefined();
  });

  test('is read from samples alone', () => {
    const shape = withSample(emptyShape(), [{ a: 1 }, { b: true }, null]);
    expect(shape.kind).toBe('list');
    expect(fieldsOf(shape).map(({ name, type }) => [name, type])).toEqual([
      ['a', 'number'],
      ['b', 'true or false'],
    ]);
  });
});

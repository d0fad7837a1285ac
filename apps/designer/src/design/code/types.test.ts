import { contract } from '@throughline/contracts';
import { describe, expect, test } from 'vitest';
import { emptyShape, shapeOfSchema, withSample } from '../editor/message/shape.ts';
import { declarationsFor, typeOf } from './types.ts';

describe('types of the message', () => {
  const text = declarationsFor(shapeOfSchema(contract('supply-usage@1')!.schema));

  test('carry names, words, classes and what may be absent', () => {
    expect(text).toContain('declare let message: {');
    expect(text).toMatch(/\/\*\* Encounter\. .*Data class: phi\. \*\/\n\s+encounterId: string;/);
    expect(text).toMatch(/costCentre\?: string;/);
    expect(text).toMatch(/lines: Array<\{/);
  });

  test('are read from a sample where there is no contract', () => {
    expect(typeOf(withSample(emptyShape(), { 'unit price': 1, rows: [{ a: true }] }), '')).toBe(
      '{\n  "unit price": number;\n  rows: Array<{\n    a: boolean;\n    [name: string]: any;\n  }>;\n  [name: string]: any;\n}',
    );
    expect(typeOf(emptyShape(), '')).toBe('any');
  });

  test('end no comment early', () => {
    const shape = { ...emptyShape('a'), kind: 'value' as const, type: 'text', title: 'ends */ here' };
    expect(typeOf({ ...emptyShape(), kind: 'object', fields: [shape] }, '')).not.toContain('*/ here');
  });
});

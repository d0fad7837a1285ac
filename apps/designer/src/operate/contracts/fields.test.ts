import { contract } from '@throughline/contracts';
import { expect, it } from 'vitest';
import { fieldsOf } from './fields.ts';

it('lists every field with its class, those of a list below it', () => {
  const fields = fieldsOf(contract('supply-usage@1')!.schema);
  const at = (path: string) => fields.find((field) => field.path === path);
  expect(at('usageId')).toMatchObject({ depth: 0, isRequired: true, class: 'open', type: 'text' });
  expect(at('lines[].serial')).toMatchObject({ depth: 1, isRequired: false, class: 'phi' });
  expect(at('lines')).toMatchObject({ type: 'list of objects', rule: '1 to 1000' });
  expect(at('occurredAt')).toMatchObject({ type: 'instant' });
});

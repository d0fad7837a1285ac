import { definitions } from '@throughline/nodes/definitions';
import { expect, test } from 'vitest';
import { hasIcon } from './icons.ts';

test('every node type has its icon', () => {
  expect(definitions.filter(({ icon }) => !hasIcon(icon)).map(({ icon }) => icon)).toEqual([]);
});

import { definitions } from '@throughline/nodes/definitions';
import { expect, test } from 'vitest';
import { findTypes } from './find.ts';

test('nothing typed shows everything in the order of the palette', () => {
  expect(findTypes('')).toEqual(definitions);
});

test('a name that begins so comes first, and every word counts', () => {
  expect(findTypes('map')[0]?.type).toBe('transform.map');
  expect(findTypes('send http')[0]?.type).toBe('connector.http');
  expect(findTypes('hl7').map(({ type }) => type)).toContain('trigger.mllp');
  expect(findTypes('surely not there')).toEqual([]);
});

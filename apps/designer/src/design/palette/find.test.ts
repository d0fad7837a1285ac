import { definitions } from '@throughline/nodes/definitions';
import { expect, test } from 'vitest';
import { findTypes } from './find.ts';
import { otherWords } from './other-words.ts';

test('nothing typed shows everything in the order of the palette', () => {
  expect(findTypes('')).toEqual(definitions);
});

test('a name that begins so comes first, and every word counts', () => {
  expect(findTypes('map')[0]?.type).toBe('transform.map');
  expect(findTypes('send http')[0]?.type).toBe('connector.http');
  expect(findTypes('hl7').map(({ type }) => type)).toContain('trigger.mllp');
  expect(findTypes('surely not there')).toEqual([]);
});

test('what other tools call it is found as well', () => {
  expect(findTypes('webhook').map(({ name }) => name)).toEqual(expect.arrayContaining(['Receive over HTTP']));
  expect(findTypes('javascript')[0]?.name).toBe('Code');
  expect(findTypes('cron')[0]?.name).toBe('On a schedule');
});

test('every type that has other words is one', () => {
  const known = new Set(findTypes('').map(({ type }) => type));
  expect(Object.keys(otherWords).filter((type) => !known.has(type))).toEqual([]);
});

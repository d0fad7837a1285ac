import { parseHl7 } from '@throughline/formats';
import { expect, it } from 'vitest';
import { isAt, isHl7, placesOf, versionOf } from './hl7.ts';

const message =
  'MSH|^~\\&|OR|H1|TL|H1|20261124||DFT^P03|77|P|2.5\rPID|1||42^^^HOSP&2.16&ISO\rFT1|1|U-1\rFT1|2|U-1|A~B\r';

it('gives every value its place as an error would say it', () => {
  const tree = parseHl7(new TextEncoder().encode(message));
  expect(isHl7(tree)).toBe(true);
  const places = placesOf(tree as never);
  const at = (place: string) => places.find((one) => one.place === place)?.value;
  expect(at('MSH-9.2')).toBe('P03');
  expect(at('PID-3.4.1')).toBe('HOSP');
  expect(at('FT1[2]-2')).toBe('U-1');
  expect(at('FT1[2]-3[2]')).toBe('B');
  expect(versionOf(tree as never)).toBe('2.5');
});

it.each([[[]], [[{ id: 'MSH' }, null]], [[{ id: 'line', item: 'IMP-1' }]]])(
  'leaves a JSON message that has segments of its own alone: %j',
  (segments) => {
    expect(isHl7({ segments })).toBe(false);
  },
);

it.each([
  ['PID-3.4.1', 'PID-3', true],
  ['PID-3', 'PID-3.4', true],
  ['FT1[2]-3[2]', 'FT1[2]-3', true],
  ['PID-3', 'PID-30', false],
  ['PID-30.1', 'PID-3', false],
])('knows whether %s and %s are one place', (place, path, expected) => {
  expect(isAt(place, path)).toBe(expected);
});

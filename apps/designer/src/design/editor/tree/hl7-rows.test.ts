import { hl7v2 } from '@throughline/formats';
import { expect, test } from 'vitest';
import { rowsOf } from './rows.ts';

const text = 'MSH|^~\\&|OR|WEST|||20260314||DFT^P03|M1|P|2.5.1\rPID|1||777^^^WEST&1.2~888||DOE^JANE\rFT1|1\rFT1|2';
const message = hl7v2.parse(new TextEncoder().encode(text));
const all = (search = '') => rowsOf(message, undefined, { toggled: new Set(), search });

test('an HL7 message is drawn by its segments and numbers, without lines for what is alone', () => {
  const lines = all().map(
    ({ key, depth, value, kind }) => `${'  '.repeat(depth)}${key}${kind === 'value' ? ` ${String(value)}` : ''}`,
  );
  expect(lines).toContain('  MSH-10 M1');
  expect(lines).toContain('  MSH-9');
  expect(lines).toContain('FT1[2]');
  expect(lines.some((line) => line.includes('encoding'))).toBe(false);
});

test('paths lead to the values, through what has no line', () => {
  const found = all('777');
  expect(found.map(({ key }) => key)).toEqual(['PID', 'PID-3', 'PID-3[1]', 'PID-3.1']);
  expect(found.at(-1)?.path).toEqual(['segments', 1, 'f3', 0, 'c1']);
  expect(all('888').at(-1)?.path).toEqual(['segments', 1, 'f3', 1, 'c1']);
});

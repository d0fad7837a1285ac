import { expect, test } from 'vitest';
import { codePath } from './code-path.ts';

const hl7 = {
  segments: [{ id: 'MSH' }, { id: 'PID', f3: [{ c1: '7' }] }, { id: 'FT1' }, { id: 'FT1', f2: [{ c1: 'B' }] }],
};
const valueFrom = (code: string): unknown => new Function('message', `return ${code}`)(hl7);

test('a place of the message as code calls it', () => {
  expect(codePath(['lines', 0, 'unit price'], {})).toBe('message.lines[0]["unit price"]');
});

test('a segment is found by its name', () => {
  const first = codePath(['segments', 1, 'f3', 0, 'c1'], hl7);
  expect(first).toBe('message.segments.find(({ id }) => id === "PID")?.f3?.[0]?.c1');
  expect(valueFrom(first)).toBe('7');
  expect(valueFrom(codePath(['segments', 3, 'f2', 0, 'c1'], hl7))).toBe('B');
});

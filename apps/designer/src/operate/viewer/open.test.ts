import { expect, it } from 'vitest';
import { editableText } from './open.ts';

const shown = (format: string, text: string) => editableText({ masked: false, format, text });

it('gives JSON its lines and leaves every digit', () => {
  expect(shown('json', '{"n":12345678901234567890.10,"b":[1e400]}')).toBe(
    '{\n  "n": 12345678901234567890.10,\n  "b": [\n    1e400\n  ]\n}',
  );
});

it('leaves what is no JSON after all as it is, and shows the ends of HL7 segments', () => {
  expect(shown('json', '{"n": 1')).toBe('{"n": 1');
  expect(shown('hl7v2', 'MSH|^~\\&\rPID|1\r')).toBe('MSH|^~\\&\nPID|1\n');
});

it('gives nothing to edit while a message is masked', () => {
  expect(editableText({ masked: true, format: 'json', text: '{}' })).toBeNull();
  expect(editableText(undefined)).toBeNull();
});

import { describe, expect, it } from 'vitest';
import { onlyFields } from './fields.ts';

const body =
  '{"id":"U-1","patient":{"id":"9","name":"A"},"lines":[{"item":"1","price":12345678901234567890.12},{"item":"2","note":"x"}]}';

describe('the fields a connection may be sent', () => {
  it.each([
    [['id'], '{"id":"U-1"}', 2],
    [['id', 'patient.id'], '{"id":"U-1","patient":{"id":"9"}}', 2],
    [['lines[].item'], '{"lines":[{"item":"1"},{"item":"2"}]}', 4],
    [['lines.price'], '{"lines":[{"price":12345678901234567890.12},{}]}', 5],
    [
      ['patient', 'lines'],
      '{"patient":{"id":"9","name":"A"},"lines":[{"item":"1","price":12345678901234567890.12},{"item":"2","note":"x"}]}',
      1,
    ],
    [['nothing'], '{}', 3],
  ])('%j', (fields, text, leftOut) => expect(onlyFields(body, fields)).toEqual({ text, leftOut }));

  it('leave a body alone that has no others', () => {
    const whole = ' {"id" : 1.50}'.trim();
    expect(onlyFields(whole, ['id'])).toEqual({ text: whole, leftOut: 0 });
    expect(onlyFields('[{"a":1,"b":2}]', ['a'])).toEqual({ text: '[{"a":1}]', leftOut: 1 });
  });

  it.each(['ISA*00*', '"text"', '7', '{"a":1,"a":2}'])('cannot be told in %s', (text) => {
    expect(() => onlyFields(text, ['a'])).toThrow();
  });

  it('never reach for the prototype', () => {
    expect(onlyFields('{"__proto__":{"a":1},"constructor":{"b":2}}', ['a'])).toEqual({ text: '{}', leftOut: 2 });
  });
});

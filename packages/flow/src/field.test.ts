import { describe, expect, test } from 'vitest';
import { fieldSchema, fieldsIn, templateParts } from './field.ts';

describe('fieldsIn', () => {
  test('finds expressions and templates at any depth and takes plain text for text', () => {
    const config = {
      url: { template: 'a/{{id}}' },
      headers: { 'X-A': { expr: 'a' }, 'X-B': 'expr' },
      list: [{ expr: 'b' }, { expr: 1 }],
    };
    expect(fieldsIn(config)).toEqual([
      { path: ['url'], kind: 'template', text: 'a/{{id}}' },
      { path: ['headers', 'X-A'], kind: 'expr', text: 'a' },
      { path: ['list', 0], kind: 'expr', text: 'b' },
    ]);
  });

  test('a text that looks like an expression stays text', () => {
    expect(fieldsIn({ body: '{"expr":"$eval(x)"}' })).toEqual([]);
    expect(fieldSchema.safeParse({ expr: 'a', template: 'b' }).success).toBe(false);
  });
});

describe('templateParts', () => {
  test.each([
    ['plain', [{ text: 'plain' }]],
    ['', []],
    ['a{{ b }}c', [{ text: 'a' }, { expr: 'b' }, { text: 'c' }]],
    ['{{ {"a":{"b":1}} }}', [{ expr: '{"a":{"b":1}}' }]],
    ['{{ {"a":{"b":1}}}}', [{ expr: '{"a":{"b":1}}' }]],
    ['{{ "}}" & \'{\' & `}}` & "\\"}}" }}!', [{ expr: '"}}" & \'{\' & `}}` & "\\"}}"' }, { text: '!' }]],
    ['{"a": "{{a}}{{b}}"}', [{ text: '{"a": "' }, { expr: 'a' }, { expr: 'b' }, { text: '"}' }]],
  ])('%s', (template, parts) => {
    expect(templateParts(template)).toEqual({ parts, open: false });
  });

  test.each(['{{ a', 'a{{ "}}', '{{ { }}'])('%s is never closed', (template) => {
    expect(templateParts(template).open).toBe(true);
  });
});

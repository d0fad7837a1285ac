import { contract } from '@throughline/contracts';
import { describe, expect, test } from 'vitest';
import { fieldsOf, shapeOfSchema } from '../message/shape.ts';
import { placeAt } from './scope.ts';
import { expressionPieces, templatePieces, templateSpans } from './tokens.ts';

const usage = shapeOfSchema(contract('supply-usage@1')!.schema);

/** The caret stands at `|`. */
function at(text: string) {
  const caret = text.indexOf('|');
  const { word, inside } = placeAt(text.replace('|', ''), caret, usage);
  return { word, names: fieldsOf(inside).map(({ name }) => name) };
}

describe('what may be written next', () => {
  test.each([
    ['|', '', 'usageId'],
    ['enc|', 'enc', 'encounterId'],
    ['patient.|', '', 'authority'],
    ['lines.it|', 'it', 'item'],
    ['lines[0].|', '', 'quantity'],
    ['lines[qua|', 'qua', 'quantity'],
    ['lines[quantity > 1].{"a": it|', 'it', 'item'],
    ['[lines.{"site": $$.fac|', 'fac', 'facility'],
    ['lines.(quantity * pr|', 'pr', 'price'],
    ['"a" & pat|', 'pat', 'patient'],
    ['$sum(lines.qu|', 'qu', 'quantity'],
    ['$trim(pat|', 'pat', 'patient'],
  ])('%s', (text, word, name) => {
    const found = at(text);
    expect(found.word).toBe(word);
    expect(found.names).toContain(name);
  });

  test.each([
    '"in a text|',
    '/* in a comment */|',
    '$f(1).|',
    'facility |',
    'lines[0] |',
    'quantity > 1|',
    'chargeable an|',
  ])('nothing at %s', (text) => {
    expect(at(text).names).toEqual([]);
  });
});

describe('pieces', () => {
  test.each(['$trim(a.b) & "x" /* why */', '  lines[quantity > 1].`unit price`  ', '', '"open'])(
    'of %s are the text',
    (text) => {
      expect(
        expressionPieces(text)
          .map((piece) => piece.text)
          .join(''),
      ).toBe(text);
    },
  );

  test.each(['/items/{{ item }}/x', '{{ "}}" }}', 'a {{ b', '{{ {"a": {}} }}!', 'plain'])(
    'of the template %s are the text',
    (text) => {
      expect(
        templatePieces(text)
          .map((piece) => piece.text)
          .join(''),
      ).toBe(text);
    },
  );

  test('a quoted end does not end an expression', () => {
    expect(templateSpans('{{ "}}" }}')).toEqual([{ from: 2, to: 8 }]);
  });
});

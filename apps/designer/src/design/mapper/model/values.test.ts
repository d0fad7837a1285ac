import { fromJsonata, toJsonata } from '@throughline/nodes/mapping';
import { expect, test } from 'vitest';
import { completions } from '../../editor/expression/complete.ts';
import { emptyShape } from '../../editor/message/shape.ts';
import { usesOf, valuesAlone, whyNotNamed, withValue } from './values.ts';

const { mapping } = fromJsonata(
  '($rate := lines[0].rate; $total := $sum(lines.(quantity * $rate)); {"total": $total, "text": "$rate", "also": $total})',
);
const text = (of: typeof mapping) => toJsonata(of).replaceAll(/\s+/g, ' ');

test('named values are added, changed and removed, and the rest stays', () => {
  const more = withValue(mapping, 2, { name: 'day' });
  expect(text(more)).toBe(
    '( $rate := lines[0].rate; $total := $sum(lines.(quantity * $rate)); $day := ""; { "total": $total, "text": "$rate", "also": $total } )',
  );
  expect(fromJsonata(toJsonata(withValue(more, 2, { text: 'date' }))).mapping.variables[2]).toEqual({
    name: 'day',
    text: 'date',
  });
  expect(withValue(more, 2, null)).toEqual(mapping);
});

test('a use is a use of the value, not its name in a text', () => {
  expect([usesOf('rate', mapping), usesOf('total', mapping)]).toEqual([1, 2]);
});

test.each([
  ['rate', '$rate is taken.'],
  ['context', '$context is there already.'],
  ['2nd', 'Letters, digits and _, beginning with a letter.'],
  ['un used', 'Letters, digits and _, beginning with a letter.'],
  ['day', null],
])('the name %s: %s', (name, why) => {
  expect(whyNotNamed(name, mapping)).toBe(why);
});

test('looked at alone they stand for themselves', () => {
  expect(fromJsonata(valuesAlone(mapping)).mapping).toMatchObject({
    variables: mapping.variables,
    root: {
      fields: [
        { name: 'rate', value: { path: '$rate' } },
        { name: 'total', value: { path: '$total' } },
      ],
    },
  });
});

test('are offered where an expression is written, and in the text that names them', () => {
  const offered = (written: string, values?: string[]) =>
    completions(written, written.length, emptyShape(), values).list.map(({ label }) => label);
  expect(offered('$ra', ['rate'])).toContain('$rate');
  expect(offered('($day := today; $da')).toContain('$day');
});

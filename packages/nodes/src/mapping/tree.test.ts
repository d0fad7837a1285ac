import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sameMeaning } from './ast.ts';
import { fromJsonata } from './fromJsonata.ts';
import { pathTo, toJsonata } from './toJsonata.ts';
import type { Value } from './tree.ts';

describe('any tree', () => {
  const name = fc.oneof(
    fc.constantFrom('id', 'lines', 'and', 'unit price', 'ünï'),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 }),
  );
  const text = fc.constantFrom('qty > 1', 'a & b', '$sum(x)', 'a = "}"', 'x ~> $f');
  const comment = fc.option(fc.constantFrom('why', 'two\nlines', 'ends */ early'), { nil: undefined });
  const path = fc
    .array(
      name.filter((part) => !part.includes('`')),
      { minLength: 1, maxLength: 3 },
    )
    .map((parts) => pathTo(parts));
  const field = (value: fc.Arbitrary<Value>) =>
    fc
      .record({ name, value, comment })
      .map(({ comment: words, ...rest }) => (words === undefined ? rest : { ...rest, comment: words }));
  const { value } = fc.letrec<{ value: Value }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.record({ kind: fc.constant('path' as const), path }),
      fc.record({
        kind: fc.constant('constant' as const),
        value: fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.boolean(), fc.constant(null)),
      }),
      fc.record({ kind: fc.constant('expression' as const), text }),
      fc.record({
        kind: fc.constant('object' as const),
        fields: fc.uniqueArray(field(tie('value')), { maxLength: 4, selector: ({ name: key }) => key }),
      }),
      fc.record({ kind: fc.constant('list' as const), items: fc.array(tie('value'), { maxLength: 3 }) }),
      fc.record({
        kind: fc.constant('each' as const),
        over: fc.oneof(path, text),
        where: fc.option(text, { nil: null }),
        value: tie('value'),
        result: fc.constantFrom('list' as const, 'list-or-nothing' as const, 'unwrapped' as const),
      }),
      fc.record({
        kind: fc.constant('if' as const),
        when: text,
        use: tie('value'),
        otherwise: fc.option(tie('value'), { nil: null }),
      }),
      fc.record({
        kind: fc.constant('call' as const),
        name: fc.constantFrom('trim', 'number'),
        arguments: fc.array(tie('value'), { maxLength: 2 }),
      }),
    ),
  }));

  const variables = fc.uniqueArray(
    fc
      .record({ name: fc.constantFrom('rate', 'day', 'used'), text, comment })
      .map(({ comment: words, ...rest }) => (words === undefined ? rest : { ...rest, comment: words })),
    { maxLength: 3, selector: ({ name: key }) => key },
  );

  test('is written as text that reads and writes as the same text, with the variables before it', () => {
    fc.assert(
      fc.property(variables, value, (before, root) => {
        const written = toJsonata({ variables: before, root });
        const { mapping, fault } = fromJsonata(written);
        expect(fault).toBeUndefined();
        expect(mapping.variables.map(({ name: key }) => key)).toEqual(before.map(({ name: key }) => key));
        const again = toJsonata(mapping);
        expect(sameMeaning(again, written)).toBe(true);
        expect(toJsonata(fromJsonata(again).mapping)).toBe(again);
      }),
      { numRuns: 200 },
    );
  });

  test('keeps an if without an else inside another if', () => {
    const inner: Value = { kind: 'if', when: 'b', use: { kind: 'constant', value: 1 }, otherwise: null };
    const root: Value = { kind: 'if', when: 'a', use: inner, otherwise: { kind: 'constant', value: 2 } };
    const written = toJsonata({ variables: [], root });
    expect(written).toBe('a ? (b ? 1) : 2');
    expect(fromJsonata(written).mapping.root).toEqual(root);
  });

  test('of objects, paths, constants and lists reads back as itself', () => {
    const { plain } = fc.letrec<{ plain: Value }>((tie) => ({
      plain: fc.oneof(
        { maxDepth: 4 },
        fc.record({ kind: fc.constant('path' as const), path }),
        fc.record({
          kind: fc.constant('constant' as const),
          value: fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.boolean()),
        }),
        fc.record({
          kind: fc.constant('object' as const),
          fields: fc.uniqueArray(fc.record({ name, value: tie('plain') }), {
            maxLength: 4,
            selector: ({ name: key }) => key,
          }),
        }),
        fc.record({
          kind: fc.constant('list' as const),
          items: fc.array(tie('plain'), { minLength: 2, maxLength: 3 }),
        }),
      ),
    }));
    fc.assert(
      fc.property(plain, (root) => {
        expect(fromJsonata(toJsonata({ variables: [], root })).mapping.root).toEqual(root);
      }),
      { numRuns: 200 },
    );
  });
});

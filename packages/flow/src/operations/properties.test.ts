import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonical } from '../canonical.ts';
import { emptyFlow, flowSchema } from '../document.ts';
import { catalogue } from '../support/catalogue.ts';
import { apply, type Operation } from './operations.ts';

describe('any row of operations', () => {
  const id = fc.constantFrom('a', 'b', 'c', 'd', 'e');
  const at = fc.record({ x: fc.integer({ min: 0, max: 900 }), y: fc.integer({ min: 0, max: 900 }) });
  const port = fc.constantFrom('out', 'yes', 'no', 'otherwise');
  const type = fc.constantFrom('trigger.door', 'transform.shape', 'route.fork', 'connector.send', 'connector.answer');
  const anyOperation: fc.Arbitrary<Operation> = fc.oneof(
    { weight: 4, arbitrary: fc.record({ op: fc.constant('add-node' as const), id, type, at }) },
    { weight: 6, arbitrary: fc.record({ op: fc.constant('add-wire' as const), from: id, port, to: id }) },
    fc.record({ op: fc.constant('remove-nodes' as const), nodes: fc.array(id, { minLength: 1, maxLength: 2 }) }),
    fc.record({ op: fc.constant('remove-wire' as const), from: id, port, to: id }),
    fc.record({ op: fc.constant('replace-type' as const), node: id, type }),
    fc.record({
      op: fc.constant('duplicate-nodes' as const),
      ids: id.chain((old) => id.map((fresh) => ({ [old]: fresh }))),
    }),
    fc.record({ op: fc.constant('insert-on-wire' as const), wire: fc.record({ from: id, port, to: id }), id, type }),
    fc.record({
      op: fc.constant('rename-node' as const),
      node: id,
      name: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
    }),
    fc.record({
      op: fc.constant('set-disabled' as const),
      nodes: fc.array(id, { minLength: 1 }),
      disabled: fc.boolean(),
    }),
    fc.record({ op: fc.constant('set-note' as const), node: id, note: fc.constantFrom('why', null) }),
    fc.record({ op: fc.constant('move-nodes' as const), nodes: fc.dictionary(id, at) }),
    fc.record({ op: fc.constant('configure-node' as const), node: id, at: fc.constant('/cases/0/port'), value: port }),
  );

  test('leaves a valid document whose wires have ends and lead in no circle, and never touches the one before', () => {
    fc.assert(
      fc.property(fc.array(anyOperation, { maxLength: 30 }), (edits) => {
        let document = emptyFlow('walk', 'Walk');
        for (const operation of edits) {
          const before = canonical(document);
          const result = apply(document, operation, catalogue);
          expect(canonical(document)).toBe(before);
          if ('refused' in result) continue;
          document = result.document;
          expect(flowSchema.safeParse(document).error).toBeUndefined();
          const ids = new Set(document.nodes.map((other) => other.id));
          expect(ids.size).toBe(document.nodes.length);
          expect(document.wires.filter((wire) => !ids.has(wire.from) || !ids.has(wire.to))).toEqual([]);
          expect(Object.keys(document.layout.nodes).filter((placed) => !ids.has(placed))).toEqual([]);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('made a second time in a row changes nothing or is refused', () => {
    const append = new Set(['duplicate-nodes']);
    fc.assert(
      fc.property(fc.array(anyOperation, { maxLength: 20 }), anyOperation, (edits, last) => {
        fc.pre(!append.has(last.op));
        let document = emptyFlow('walk', 'Walk');
        for (const operation of edits) {
          const result = apply(document, operation, catalogue);
          if ('document' in result) document = result.document;
        }
        const once = apply(document, last, catalogue);
        if ('refused' in once) return;
        const twice = apply(once.document, last, catalogue);
        if ('document' in twice) expect(canonical(twice.document)).toBe(canonical(once.document));
      }),
      { numRuns: 300 },
    );
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { between } from './between.ts';
import { canonical } from './canonical.ts';
import { emptyFlow, type FlowDocument } from './document.ts';
import { apply, applyAll, type Operation } from './operations/operations.ts';
import { catalogue, flow, node } from './support/catalogue.ts';

const ordered = (document: FlowDocument) => {
  const nodes = document.nodes.toSorted((a, b) => a.id.localeCompare(b.id));
  const frames = document.layout.frames.toSorted((a, b) => a.id.localeCompare(b.id));
  const fixtures = document.fixtures.toSorted((a, b) => a.name.localeCompare(b.name) || a.node.localeCompare(b.node));
  return canonical({ ...document, nodes, fixtures, layout: { ...document.layout, frames } });
};

const make = (document: FlowDocument, edits: Operation[]) => {
  const applied = applyAll(document, edits, catalogue);
  if ('refused' in applied) throw new Error(applied.refused.sentence);
  return applied.document;
};

describe('between', () => {
  const id = fc.constantFrom('a', 'b', 'c', 'd');
  const at = fc.record({ x: fc.integer({ min: 0, max: 900 }), y: fc.integer({ min: 0, max: 900 }) });
  const port = fc.constantFrom('out', 'yes', 'otherwise');
  const type = fc.constantFrom('trigger.door', 'transform.shape', 'route.fork', 'connector.send');
  const box = fc.record({ x: fc.nat(500), y: fc.nat(500), width: fc.constant(200), height: fc.constant(100) });
  const edit: fc.Arbitrary<Operation> = fc.oneof(
    { weight: 4, arbitrary: fc.record({ op: fc.constant('add-node' as const), id, type, at }) },
    { weight: 6, arbitrary: fc.record({ op: fc.constant('add-wire' as const), from: id, port, to: id }) },
    fc.record({ op: fc.constant('remove-nodes' as const), nodes: fc.array(id, { minLength: 1, maxLength: 2 }) }),
    fc.record({ op: fc.constant('remove-wire' as const), from: id, port, to: id }),
    fc.record({ op: fc.constant('replace-type' as const), node: id, type }),
    fc.record({ op: fc.constant('rename-node' as const), node: id, name: fc.constantFrom('One', 'Two') }),
    fc.record({ op: fc.constant('set-note' as const), node: id, note: fc.constantFrom('why', null) }),
    fc.record({ op: fc.constant('set-disabled' as const), nodes: fc.tuple(id), disabled: fc.boolean() }),
    fc.record({ op: fc.constant('configure-node' as const), node: id, at: fc.constant('/url'), value: port }),
    fc.record({ op: fc.constant('move-nodes' as const), nodes: fc.dictionary(id, at) }),
    fc.record({
      op: fc.constant('set-fixture' as const),
      fixture: fc.record({
        name: fc.constantFrom('first', 'second'),
        kind: fc.constant('message' as const),
        node: id,
        contentType: fc.constant('application/json'),
        body: fc.constantFrom('{}', '[]'),
      }),
    }),
    box.chain((drawn) =>
      id.map((frame) => ({ op: 'add-frame' as const, frame: { ...drawn, id: frame, title: 'Theatre' } })),
    ),
    fc.record({ op: fc.constant('edit-frame' as const), id, change: fc.record({ title: fc.constantFrom('A', 'B') }) }),
    fc.record({ op: fc.constant('remove-frame' as const), id }),
  );

  test('leads from any document to any later one, and back', () => {
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 15 }), fc.array(edit, { maxLength: 12 }), (first, second) => {
        const walk = (from: FlowDocument, edits: Operation[]) =>
          edits.reduce((document, operation) => {
            const applied = apply(document, operation, catalogue);
            return 'document' in applied ? applied.document : document;
          }, from);
        const before = walk(emptyFlow('walk', 'Walk'), first);
        const after = walk(before, second);
        expect(ordered(make(before, between(before, after, catalogue)))).toBe(ordered(after));
        expect(ordered(make(after, between(after, before, catalogue)))).toBe(ordered(before));
      }),
      { numRuns: 400 },
    );
  });

  test('of the same document is nothing', () => {
    const document = flow([node('a', 'trigger.door'), node('b', 'connector.send')], ['a > b']);
    expect(between(document, structuredClone(document), catalogue)).toEqual([]);
  });

  test('brings a removed node back with its place, its sample, its wires and a type that nobody knows', () => {
    const strange = { id: 'x', type: 'acme.scale', version: 3, name: 'Scale', config: { port: 7 } };
    const before = {
      ...flow([node('a', 'trigger.door'), strange], ['a > x']),
      fixtures: [{ name: 'one', kind: 'answer' as const, node: 'x', contentType: 'text/plain', body: '1' }],
      layout: { nodes: { a: { x: 0, y: 0 }, x: { x: 200, y: 40 } }, frames: [], notes: [] },
    };
    const after = make(before, [{ op: 'remove-nodes', nodes: ['x'] }]);
    expect(make(after, between(after, before, catalogue))).toEqual(before);
  });

  test('carries what it takes back, so that an edit made meanwhile is kept', () => {
    const before = flow([node('b', 'connector.send', { url: 'https://one.example' })], []);
    const after = make(before, [
      { op: 'configure-node', node: 'b', at: '/url', value: 'https://two.example', was: 'https://one.example' },
    ]);
    const meanwhile = make(after, [{ op: 'configure-node', node: 'b', at: '/url', value: 'https://three.example' }]);
    const undo = between(after, before, catalogue);
    expect(applyAll(meanwhile, undo, catalogue)).toMatchObject({ refused: { code: 'changed_meanwhile' } });
  });
});

import { emptyFlow, type FlowDocument } from '@throughline/flow';
import { expect, test } from 'vitest';
import { problemsByNode } from './badges.ts';
import { deriver, type Scene } from './derive.ts';

const map = (id: string) => ({
  id,
  type: 'transform.map',
  version: 1,
  name: id.toUpperCase(),
  config: { text: '{}', tables: [] },
});
const document: FlowDocument = {
  ...emptyFlow('usage', 'Usage'),
  nodes: [map('a'), map('b'), { id: 'x', type: 'acme.scale', version: 3, name: 'Scale', config: { port: 7 } }],
  wires: [
    { from: 'a', port: 'out', to: 'b' },
    { from: 'x', port: 'heavy', to: 'b' },
    { from: 'x', port: 'light', to: 'a' },
  ],
  layout: { nodes: { a: { x: 0, y: 0 }, b: { x: 250, y: 0 } }, frames: [], notes: [] },
};
const scene: Scene = {
  document,
  selection: new Set(),
  selectedWires: new Set(),
  held: new Map(),
  problems: new Map(),
  people: new Map(),
  walk: null,
  marks: new Map(),
  focus: null,
  isEditable: true,
};

test('what did not change is the same object again, and nothing changed is the same list', () => {
  const derive = deriver();
  const before = derive.nodes(scene);
  expect(derive.nodes({ ...scene, selection: new Set() })).toBe(before);
  const held = derive.nodes({ ...scene, held: new Map([['a', { x: 40, y: 10 }]]) });
  expect(held[0]).toMatchObject({ id: 'a', position: { x: 40, y: 10 } });
  expect(held[1]).toBe(before[1]);
  const edges = derive.edges(scene);
  expect(derive.edges({ ...scene, focus: 'a' })).toBe(edges);
});

test('an edit derives what it touches, and comes to the same as deriving everything', () => {
  const derive = deriver();
  const before = derive.nodes(scene);
  const edges = derive.edges(scene);
  const nodes = document.nodes.map((node) => (node.id === 'b' ? { ...node, name: 'Shape', disabled: true } : node));
  const places = { ...document.layout.nodes, a: { x: 10, y: 10 } };
  const next = {
    ...scene,
    document: { ...document, nodes, layout: { ...document.layout, nodes: places } },
    focus: 'x',
  };
  expect(derive.nodes(next)).toEqual(deriver().nodes(next));
  expect(derive.edges(next)).toEqual(deriver().edges(next));
  const moved = {
    ...next,
    document: { ...next.document, layout: { ...next.document.layout, nodes: { a: { x: 20, y: 10 } } } },
  };
  expect(derive.nodes(moved)).toEqual(deriver().nodes(moved));
  expect(derive.nodes(scene)).toEqual(before);
  expect(derive.edges(scene)).toEqual(edges);
});

test('a node says what it is, where it leads and how it stands', () => {
  const problems = problemsByNode([
    { severity: 'error', code: 'no_input', sentence: 'Nothing is wired to it.', node: 'a' },
    { severity: 'warning', code: 'cycle', sentence: 'About the flow.' },
  ]);
  const [a] = deriver().nodes({ ...scene, problems, selection: new Set(['a']) });
  expect(a).toMatchObject({ ariaLabel: 'A, Map; selected; 1 problem; goes to B' });
});

test('a node of a type nobody knows keeps the ports that its wires use', () => {
  const strange = deriver()
    .nodes(scene)
    .find(({ id }) => id === 'x');
  expect(strange?.data).toMatchObject({ brief: 'acme.scale', ports: [{ name: 'heavy' }, { name: 'light' }] });
  expect(strange?.handles?.map(({ id }) => id)).toEqual(['in', 'heavy', 'light']);
});

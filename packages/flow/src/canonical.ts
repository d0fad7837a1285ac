import type { FlowDocument, FlowNode, Wire } from './document.ts';
import { sorted } from './json/canonical.ts';

/**
 * The one text of a flow, made for git: two-space indent, a newline at the end, settings sorted by key, wires by the place of their
 * nodes, the layout last. Nodes and fixtures keep their order in the document, which also decides ties in the plan.
 */
export function canonical(document: FlowDocument): string {
  const place = new Map(document.nodes.map((node, index) => [node.id, index]));
  const { schema, id, name, description, nodes, wires, fixtures, layout } = document;
  const text = {
    schema,
    id,
    name,
    description,
    nodes: nodes.map(nodeInOrder),
    wires: wires.toSorted(byPlace(place)).map(({ from, port, to }) => ({ from, port, to })),
    fixtures: fixtures.map(({ name, kind, node, contentType, body, expect }) => ({
      name,
      kind,
      node,
      contentType,
      body,
      expect: sorted(expect),
    })),
    layout: {
      nodes: Object.fromEntries(positionsInOrder(layout.nodes, place).map(([node, { x, y }]) => [node, { x, y }])),
      frames: layout.frames.map(({ id, title, x, y, width, height, tint }) => ({
        id,
        title,
        x,
        y,
        width,
        height,
        tint,
      })),
      notes: layout.notes.map(({ id, text, x, y, width, height }) => ({ id, text, x, y, width, height })),
    },
  };
  return `${JSON.stringify(text, null, 2)}\n`;
}

function nodeInOrder({ id, type, version, name, note, disabled, config }: FlowNode) {
  return { id, type, version, name, note, disabled, config: sorted(config) };
}

function byPlace(place: ReadonlyMap<string, number>) {
  const of = (id: string) => place.get(id) ?? Number.MAX_SAFE_INTEGER;
  return (a: Wire, b: Wire) =>
    of(a.from) - of(b.from) ||
    compare(a.from, b.from) ||
    compare(a.port, b.port) ||
    of(a.to) - of(b.to) ||
    compare(a.to, b.to);
}

function positionsInOrder<T>(positions: Record<string, T>, place: ReadonlyMap<string, number>): [string, T][] {
  const of = ([id]: [string, T]) => place.get(id) ?? Number.MAX_SAFE_INTEGER;
  return Object.entries(positions).sort((a, b) => of(a) - of(b) || compare(a[0], b[0]));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

import type { Catalogue, Port } from '../definition.ts';
import type { FlowDocument, FlowNode, Position, Wire } from '../document.ts';

export function nodeOf(document: FlowDocument, id: string): FlowNode | undefined {
  return document.nodes.find((node) => node.id === id);
}

/** A copy with one node put in the place of the node of the same id. */
export function withNode(document: FlowDocument, node: FlowNode): FlowDocument {
  return { ...document, nodes: document.nodes.map((other) => (other.id === node.id ? node : other)) };
}

export function withPositions(document: FlowDocument, positions: Record<string, Position>): FlowDocument {
  const known = new Set(document.nodes.map((node) => node.id));
  const here = Object.entries(positions).filter(([id]) => known.has(id));
  if (here.length === 0) return document;
  return {
    ...document,
    layout: { ...document.layout, nodes: { ...document.layout.nodes, ...Object.fromEntries(here) } },
  };
}

export function sameWire(a: Wire, b: Wire): boolean {
  return a.from === b.from && a.port === b.port && a.to === b.to;
}

export function withWire(document: FlowDocument, wire: Wire): FlowDocument {
  if (document.wires.some((other) => sameWire(other, wire))) return document;
  return { ...document, wires: [...document.wires, wire] };
}

export function withoutWire(document: FlowDocument, wire: Wire): FlowDocument {
  if (!document.wires.some((other) => sameWire(other, wire))) return document;
  return { ...document, wires: document.wires.filter((other) => !sameWire(other, wire)) };
}

/** Output ports of a node as its settings stand; undefined when the type is unknown or the settings do not fit it. */
export function portsOf(node: FlowNode, catalogue: Catalogue): Port[] | undefined {
  const definition = catalogue.get(node.type);
  const config = definition?.config.safeParse(node.config);
  return definition && config?.success ? definition.outputs(config.data) : undefined;
}

/** The name, or the name with the first number behind it that no node of the flow bears. */
export function freeName(taken: ReadonlySet<string>, name: string): string {
  return firstFree(name, ' ', 120, (candidate) => taken.has(candidate));
}

/** The id, or the id with the first number behind it that is not taken. */
export function freeId(taken: ReadonlySet<string>, id: string): string {
  return firstFree(id, '-', 64, (candidate) => taken.has(candidate));
}

function firstFree(wish: string, gap: string, limit: number, taken: (candidate: string) => boolean): string {
  let candidate = wish;
  for (let n = 2; taken(candidate); n++) {
    const tail = `${gap}${n}`;
    candidate = wish.slice(0, limit - tail.length) + tail;
  }
  return candidate;
}

/** A place to the right of everything drawn; the same whatever the order in which the places are kept. */
export function freePosition(document: FlowDocument): Position {
  const rightmost = Object.values(document.layout.nodes).reduce<Position | null>(
    (far, at) => (far === null || at.x > far.x || (at.x === far.x && at.y > far.y) ? at : far),
    null,
  );
  return rightmost === null ? { x: 0, y: 0 } : { x: rightmost.x + 220, y: rightmost.y };
}

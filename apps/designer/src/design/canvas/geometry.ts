import {
  type Catalogue,
  type FlowDocument,
  type FlowNode,
  type Port,
  type Position,
  portsOf,
  type Wire,
} from '@throughline/flow';

/** Everything on the canvas keeps to this grid, in pixels at full size. */
export const GRID = 10;
export const NODE_WIDTH = 200;
const HEAD = 60;
const ROW = 24;
const FOOT = 6;
/** From one node to the next along a path. */
export const STEP_X = 250;
export const STEP_Y = 100;

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

const outgoings = new WeakMap<readonly Wire[], ReadonlyMap<string, Wire[]>>();

/** The wires of a document by the node they come from. */
export function outgoing({ wires }: FlowDocument): ReadonlyMap<string, Wire[]> {
  const known = outgoings.get(wires);
  if (known !== undefined) return known;
  const byNode = Map.groupBy(wires, ({ from }) => from);
  outgoings.set(wires, byNode);
  return byNode;
}

const drawn = new WeakMap<FlowNode, { used: string; ports: readonly Port[] }>();

/**
 * Ports as they are drawn, worked out once for each state of a node. One of an unknown type, or with settings that do not fit, keeps
 * the ports its wires use.
 */
export function drawnPorts(node: FlowNode, document: FlowDocument, catalogue: Catalogue): readonly Port[] {
  const wires = outgoing(document).get(node.id) ?? [];
  const used = wires.map(({ port }) => port).join(' ');
  const last = drawn.get(node);
  if (last?.used === used) return last.ports;
  const ports = portsFor(node, new Set(wires.map(({ port }) => port)), catalogue);
  drawn.set(node, { used, ports });
  return ports;
}

function portsFor(node: FlowNode, used: ReadonlySet<string>, catalogue: Catalogue): readonly Port[] {
  const known = portsOf(node, catalogue);
  if (known === undefined) return [...used].map((name) => ({ name, label: name }));
  const lost = [...used].filter((name) => !known.some((port) => port.name === name));
  return lost.length === 0 ? known : [...known, ...lost.map((name) => ({ name, label: name }))];
}

export function heightOf(ports: number): number {
  return ports > 1 ? HEAD + ports * ROW + FOOT : HEAD;
}

/** Where a port is, from the node's top; the input and a single output face each other. */
export function portY(index: number, ports: number): number {
  return ports > 1 ? HEAD + index * ROW + ROW / 2 : HEAD / 2;
}

export const INPUT_Y = HEAD / 2;

/** A place for a box near the wished one that covers no other: further down, a step at a time. */
export function freePlace(
  wish: Position,
  taken: readonly Box[],
  { width, height } = { width: NODE_WIDTH, height: HEAD },
): Position {
  const at = snapped(wish);
  const hits = (y: number) =>
    taken.some(
      (box) =>
        at.x < box.x + box.width + GRID &&
        box.x < at.x + width + GRID &&
        y < box.y + box.height + GRID &&
        box.y < y + height + GRID,
    );
  let { y } = at;
  while (hits(y)) y += STEP_Y;
  return { x: at.x, y };
}

export function snapped({ x, y }: Position): Position {
  return { x: Math.round(x / GRID) * GRID, y: Math.round(y / GRID) * GRID };
}

/** The boxes of all nodes. */
export function nodeBoxes(document: FlowDocument, catalogue: Catalogue): (Box & { id: string })[] {
  return document.nodes.map((node) => {
    const { x, y } = document.layout.nodes[node.id] ?? { x: 0, y: 0 };
    return { id: node.id, x, y, width: NODE_WIDTH, height: heightOf(drawnPorts(node, document, catalogue).length) };
  });
}

/** The boxes of everything that is drawn. */
export function allBoxes(document: FlowDocument, catalogue: Catalogue): (Box & { id: string })[] {
  return [...nodeBoxes(document, catalogue), ...document.layout.frames, ...document.layout.notes];
}

/** The smallest box around others; null around nothing. */
export function around(boxes: readonly Box[]): Box | null {
  if (boxes.length === 0) return null;
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}

export function isInside(inner: Box, outer: Box): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}

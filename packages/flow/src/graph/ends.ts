import type { Graph } from './graph.ts';

/** Nodes that nothing is wired to, in document order. */
export function entryPoints(graph: Graph): string[] {
  return without(graph.previous);
}

/** Nodes that are wired to nothing, in document order. */
export function deadEnds(graph: Graph): string[] {
  return without(graph.next);
}

/** Nodes with no wire at all, in document order. */
export function unconnected(graph: Graph): string[] {
  return without(graph.next).filter((id) => graph.previous.get(id)?.length === 0);
}

function without(wires: ReadonlyMap<string, readonly string[]>): string[] {
  return [...wires].filter(([, others]) => others.length === 0).map(([id]) => id);
}

import type { FlowDocument } from '../document.ts';
import { graphOf } from './graph.ts';
import { reachableFrom, reaching } from './reachable.ts';

/**
 * The part of a flow that a try touches: what lies behind `from` and before `until`, both included. With neither it is the whole
 * flow; with both the same node it is that node alone. For compile with `partial: true`.
 */
export function slice(document: FlowDocument, { from, until }: { from?: string; until?: string }): FlowDocument {
  const graph = graphOf(document);
  const behind = from === undefined ? undefined : reachableFrom(graph, [from]);
  const before = until === undefined ? undefined : reaching(graph, [until]);
  const kept = (id: string) => (behind?.has(id) ?? true) && (before?.has(id) ?? true);
  return {
    ...document,
    nodes: document.nodes.filter((node) => kept(node.id)),
    wires: document.wires.filter((wire) => kept(wire.from) && kept(wire.to)),
  };
}

/** Anything drawn as nodes and wires: a document, or the enlarged flow inside compile. */
export interface Drawn {
  nodes: readonly { id: string }[];
  wires: readonly { from: string; to: string }[];
}

/** Who is wired to whom, by node id; both maps know every node, in document order. Wires to missing nodes are left out. */
export interface Graph {
  next: ReadonlyMap<string, readonly string[]>;
  previous: ReadonlyMap<string, readonly string[]>;
}

export function graphOf({ nodes, wires }: Drawn): Graph {
  const next = new Map<string, string[]>(nodes.map((node) => [node.id, []]));
  const previous = new Map<string, string[]>(nodes.map((node) => [node.id, []]));
  for (const { from, to } of wires) {
    const ahead = next.get(from);
    const behind = previous.get(to);
    if (!ahead || !behind) continue;
    if (!ahead.includes(to)) {
      ahead.push(to);
      behind.push(from);
    }
  }
  return { next, previous };
}

/** The nodes directly behind a node. */
export function successors(graph: Graph, id: string): readonly string[] {
  return graph.next.get(id) ?? [];
}

/** The nodes directly before a node. */
export function predecessors(graph: Graph, id: string): readonly string[] {
  return graph.previous.get(id) ?? [];
}

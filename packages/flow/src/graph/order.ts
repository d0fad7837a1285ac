import type { Graph } from './graph.ts';

/** Nodes in an order where every wire points forward, document order where the wires leave a choice; undefined when there is a cycle. */
export function topologicalOrder(graph: Graph): string[] | undefined {
  const ids = [...graph.next.keys()];
  const rank = new Map(ids.map((id, index) => [id, index]));
  const missing = new Map(ids.map((id) => [id, graph.previous.get(id)?.length ?? 0]));
  const ready = ids.flatMap((id, index) => (missing.get(id) === 0 ? [index] : []));
  const order: string[] = [];
  for (let index = ready.shift(); index !== undefined; index = ready.shift()) {
    const id = ids[index]!;
    order.push(id);
    for (const behind of graph.next.get(id) ?? []) {
      const left = missing.get(behind)! - 1;
      missing.set(behind, left);
      if (left === 0) insert(ready, rank.get(behind)!);
    }
  }
  return order.length === ids.length ? order : undefined;
}

function insert(sorted: number[], value: number): void {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  sorted.splice(low, 0, value);
}

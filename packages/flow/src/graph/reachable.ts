import type { Graph } from './graph.ts';

/** Every node a message can come to from these, themselves included. */
export function reachableFrom(graph: Graph, ids: Iterable<string>): Set<string> {
  return walk(graph.next, ids);
}

/** Every node from which a message can come to these, themselves included. */
export function reaching(graph: Graph, ids: Iterable<string>): Set<string> {
  return walk(graph.previous, ids);
}

function walk(steps: ReadonlyMap<string, readonly string[]>, ids: Iterable<string>): Set<string> {
  const seen = new Set<string>();
  const waiting = [...ids].filter((id) => steps.has(id));
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    waiting.push(...(steps.get(id) ?? []));
  }
  return seen;
}

import type { Graph } from './graph.ts';

/** The nodes of one cycle, in the direction of its wires and starting with the first in the document; undefined when there is none. */
export function findCycle(graph: Graph): string[] | undefined {
  const done = new Set<string>();
  for (const start of graph.next.keys()) {
    const cycle = cycleFrom(graph, start, done);
    if (cycle) return startingWithFirst(cycle, graph);
  }
  return undefined;
}

function cycleFrom(graph: Graph, start: string, done: Set<string>): string[] | undefined {
  const path: { id: string; tried: number }[] = [];
  const onPath = new Set<string>();
  const enter = (id: string) => {
    path.push({ id, tried: 0 });
    onPath.add(id);
  };
  if (!done.has(start)) enter(start);
  for (let top = path.at(-1); top; top = path.at(-1)) {
    const behind = graph.next.get(top.id)?.[top.tried++];
    if (behind === undefined) {
      done.add(top.id);
      onPath.delete(top.id);
      path.pop();
    } else if (onPath.has(behind)) {
      return path.slice(path.findIndex((step) => step.id === behind)).map((step) => step.id);
    } else if (!done.has(behind)) {
      enter(behind);
    }
  }
  return undefined;
}

function startingWithFirst(cycle: string[], graph: Graph): string[] {
  const members = new Set(cycle);
  const first = [...graph.next.keys()].find((id) => members.has(id))!;
  const at = cycle.indexOf(first);
  return [...cycle.slice(at), ...cycle.slice(0, at)];
}

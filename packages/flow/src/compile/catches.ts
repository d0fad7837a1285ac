import type { Wire } from '../document.ts';
import { graphOf } from '../graph/graph.ts';
import { reachableFrom } from '../graph/reachable.ts';
import type { PlacedNode } from './expand.ts';

/**
 * Which catch takes the errors of which node: the innermost flow's before the outer's, one that names the node before one for its
 * whole flow. A node behind a catch, also by way of another catch, is never caught by it, so that no error goes in a circle.
 */
export function catchesOf(nodes: readonly PlacedNode[], wires: readonly Wire[]): Map<string, string> {
  const caught = new Map<string, string>();
  for (const handler of nodes.filter(({ read }) => read.shape.place === 'catch').sort(innermostFirst)) {
    const errors = [...caught].map(([from, to]) => ({ from, to }));
    const behind = reachableFrom(graphOf({ nodes, wires: [...wires, ...errors] }), [handler.id]);
    for (const { id, read } of nodes) {
      const fails = read.shape.place !== 'trigger' && read.shape.place !== 'catch';
      if (fails && !caught.has(id) && !behind.has(id) && covers(handler, id)) caught.set(id, handler.id);
    }
  }
  return caught;
}

function covers({ path, read }: PlacedNode, id: string): boolean {
  if (read.shape.place !== 'catch' || !id.startsWith(path)) return false;
  if (read.shape.scope === 'flow') return true;
  const inside = id.slice(path.length);
  return read.shape.scope.some((member) => inside === member || inside.startsWith(`${member}/`));
}

function innermostFirst(a: PlacedNode, b: PlacedNode): number {
  const depth = ({ path }: PlacedNode) => path.split('/').length;
  const wide = ({ read }: PlacedNode) => (read.shape.place === 'catch' && read.shape.scope === 'flow' ? 1 : 0);
  return depth(b) - depth(a) || wide(a) - wide(b);
}

import { z } from 'zod';
import { nodeId, nodeSchema } from '../document.ts';
import { nodeOf } from './change.ts';
import { changedMeanwhile, defineOperation, refuseChanged } from './operation.ts';

/** Takes nodes away with their wires, fixtures and places; nodes already gone are no matter. `was`: the nodes as they were seen. */
export const removeNodes = defineOperation(
  'remove-nodes',
  'Remove nodes',
  { nodes: z.array(nodeId).min(1), was: z.array(nodeSchema).optional() },
  (document, { nodes, was = [] }) => {
    const changed = was.find((seen) => changedMeanwhile(nodeOf(document, seen.id), seen, null));
    if (changed) return refuseChanged(`The node ${changed.name}`, { node: changed.id });
    const gone = new Set(nodes);
    if (!document.nodes.some((node) => gone.has(node.id))) return document;
    return {
      ...document,
      nodes: document.nodes.filter((node) => !gone.has(node.id)),
      wires: document.wires.filter((wire) => !gone.has(wire.from) && !gone.has(wire.to)),
      fixtures: document.fixtures.filter((fixture) => !gone.has(fixture.node)),
      layout: {
        ...document.layout,
        nodes: Object.fromEntries(Object.entries(document.layout.nodes).filter(([id]) => !gone.has(id))),
      },
    };
  },
);

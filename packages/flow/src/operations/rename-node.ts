import { nodeId, nodeSchema } from '../document.ts';
import { nodeOf, withNode } from './change.ts';
import { changedMeanwhile, defineOperation, refuseChanged, refuseGone } from './operation.ts';

/** Gives a node another name; its id stays. */
export const renameNode = defineOperation(
  'rename-node',
  'Rename node',
  { node: nodeId, name: nodeSchema.shape.name, was: nodeSchema.shape.name.optional() },
  (document, { node: id, name, was }) => {
    const node = nodeOf(document, id);
    if (!node) return refuseGone(id);
    if (changedMeanwhile(node.name, was, name)) return refuseChanged(`The name of ${node.name}`, { node: id });
    return node.name === name ? document : withNode(document, { ...node, name });
  },
);

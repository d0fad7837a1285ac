import { z } from 'zod';
import { nodeId } from '../document.ts';
import { nodeOf } from './change.ts';
import { defineOperation, refuseGone } from './operation.ts';

/** Takes nodes out of the path of messages, or back in, without losing them; nodes already gone are no matter unless all are. */
export const setDisabled = defineOperation(
  'set-disabled',
  'Enable or disable',
  { nodes: z.array(nodeId).min(1), disabled: z.boolean() },
  (document, { nodes, disabled }) => {
    if (!nodes.some((id) => nodeOf(document, id))) return refuseGone(nodes[0]!);
    const chosen = new Set(nodes);
    if (document.nodes.every((node) => !chosen.has(node.id) || (node.disabled ?? false) === disabled)) return document;
    return {
      ...document,
      nodes: document.nodes.map((node) => {
        if (!chosen.has(node.id)) return node;
        const { disabled: _before, ...rest } = node;
        return disabled ? { ...rest, disabled } : rest;
      }),
    };
  },
);

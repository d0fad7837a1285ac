import { z } from 'zod';
import { nodeId, positionSchema } from '../document.ts';
import { withPositions } from './change.ts';
import { defineOperation } from './operation.ts';

/** Puts nodes where the hand let go of them. The last hand wins; nodes already gone are no matter. */
export const moveNodes = defineOperation(
  'move-nodes',
  'Move',
  { nodes: z.record(nodeId, positionSchema) },
  (document, { nodes }) => withPositions(document, nodes),
);

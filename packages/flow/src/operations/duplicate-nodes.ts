import { z } from 'zod';
import { nodeId, positionSchema } from '../document.ts';
import { nodeOf } from './change.ts';
import { fragmentOf, withFragment } from './fragment.ts';
import { defineOperation, refuseGone } from './operation.ts';

/** Copies nodes, frames and notes, and the wires among the nodes, beside themselves. `ids`: old id → new id, made by the caller. */
export const duplicateNodes = defineOperation(
  'duplicate-nodes',
  'Duplicate',
  { ids: z.record(nodeId, nodeId), offset: positionSchema.default({ x: 40, y: 40 }) },
  (document, { ids, offset }) => {
    const { frames, notes } = document.layout;
    const gone = Object.keys(ids).find(
      (id) => !nodeOf(document, id) && ![...frames, ...notes].some((drawn) => drawn.id === id),
    );
    if (gone !== undefined) return refuseGone(gone);
    return withFragment(document, fragmentOf(document, Object.keys(ids)), ids, offset);
  },
);

import { nodeId } from '../document.ts';
import { withoutDrawn } from './drawing.ts';
import { defineOperation } from './operation.ts';

/** Takes a frame off the canvas; one already gone is no matter. */
export const removeFrame = defineOperation('remove-frame', 'Remove frame', { id: nodeId }, (document, { id }) =>
  withoutDrawn(document, 'frames', id),
);

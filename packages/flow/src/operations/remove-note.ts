import { nodeId } from '../document.ts';
import { withoutDrawn } from './drawing.ts';
import { defineOperation } from './operation.ts';

/** Takes a note off the canvas; one already gone is no matter. */
export const removeNote = defineOperation('remove-note', 'Remove note', { id: nodeId }, (document, { id }) =>
  withoutDrawn(document, 'notes', id),
);

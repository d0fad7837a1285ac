import { frameSchema, nodeId } from '../document.ts';
import { withRedrawn } from './drawing.ts';
import { defineOperation } from './operation.ts';

const change = frameSchema.omit({ id: true }).partial();

/** Changes a frame's words, place or size; `was` holds the changed properties as they were seen. */
export const editFrame = defineOperation(
  'edit-frame',
  'Change frame',
  { id: nodeId, change, was: change.optional() },
  (document, { id, change, was }) => withRedrawn(document, 'frames', id, change, was),
);

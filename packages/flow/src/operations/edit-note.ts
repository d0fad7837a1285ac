import { nodeId, noteSchema } from '../document.ts';
import { withRedrawn } from './drawing.ts';
import { defineOperation } from './operation.ts';

const change = noteSchema.omit({ id: true }).partial();

/** Changes a note's words, place or size; `was` holds the changed properties as they were seen. */
export const editNote = defineOperation(
  'edit-note',
  'Change note',
  { id: nodeId, change, was: change.optional() },
  (document, { id, change, was }) => withRedrawn(document, 'notes', id, change, was),
);

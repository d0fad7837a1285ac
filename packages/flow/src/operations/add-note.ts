import { noteSchema } from '../document.ts';
import { withDrawn } from './drawing.ts';
import { defineOperation } from './operation.ts';

/** Puts free text on the canvas. */
export const addNote = defineOperation('add-note', 'Add note', { note: noteSchema }, (document, { note }) =>
  withDrawn(document, 'notes', note),
);

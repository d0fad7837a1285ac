import { frameSchema } from '../document.ts';
import { withDrawn } from './drawing.ts';
import { defineOperation } from './operation.ts';

/** Draws a titled box around nodes. */
export const addFrame = defineOperation('add-frame', 'Add frame', { frame: frameSchema }, (document, { frame }) =>
  withDrawn(document, 'frames', frame),
);

import type { Position } from '@throughline/flow';
import { catalogue } from '@throughline/nodes/definitions';
import { theCamera } from '../canvas/camera.ts';
import { around, type Box, freePlace, nodeBoxes, snapped } from '../canvas/geometry.ts';
import { openDocument } from '../store/document.ts';
import { edit } from '../store/edit.ts';
import { newItemId } from '../store/ids.ts';
import { focusOn, select, viewStore, write } from '../store/view.ts';
import { told } from './tell.ts';

const PADDING = 24;
const TITLE = 12;
const NOTE = { width: 240, height: 100 };

export function retitle(id: string, title: string): void {
  const was = openDocument().layout.frames.find((frame) => frame.id === id)?.title;
  if (was !== title) told(edit([{ op: 'edit-frame', id, change: { title }, was: { title: was } }]));
}

export function rewrite(id: string, text: string): void {
  const was = openDocument().layout.notes.find((note) => note.id === id)?.text;
  if (was !== text) told(edit([{ op: 'edit-note', id, change: { text }, was: { text: was } }]));
}

/** The frame around a box. */
export function framing({ x, y, width, height }: Box): Box {
  return { x: x - PADDING, y: y - PADDING - TITLE, width: width + 2 * PADDING, height: height + 2 * PADDING + TITLE };
}

/** Draws a frame around what is selected, or an empty one here. */
export function addFrame(at: Position): void {
  const { selection } = viewStore.getState();
  const box = around(nodeBoxes(openDocument(), catalogue).filter(({ id }) => selection.has(id)));
  const id = newItemId('frame');
  const place = box === null ? { ...snapped(at), width: 460, height: 200 } : framing(box);
  if (told(edit([{ op: 'add-frame', frame: { id, title: 'Frame', tint: 'blue', ...place } }]))) begin(id);
}

export function addNote(at: Position): string | null {
  const id = newItemId('note');
  const note = { id, text: '', ...snapped(at), ...NOTE };
  if (!told(edit([{ op: 'add-note', note }]))) return null;
  begin(id);
  return id;
}

/** Puts a note where one looks, beside what lies there already: what stands over a note hides its words. */
export function addNoteNearby(middle: Position): void {
  const document = openDocument();
  const wish = { x: middle.x - NOTE.width / 2, y: middle.y - NOTE.height / 2 };
  const taken = [...nodeBoxes(document, catalogue), ...document.layout.notes];
  const id = addNote(freePlace(wish, taken, NOTE));
  if (id !== null) theCamera()?.reveal(id);
}

/** Who drew it goes on to write in it. */
function begin(id: string): void {
  select([id]);
  focusOn(id);
  write(id);
}

/** The colours that frames come in. */
export const TINTS = [
  { tint: 'blue', label: 'Blue' },
  { tint: 'teal', label: 'Teal' },
  { tint: 'grape', label: 'Purple' },
  { tint: 'orange', label: 'Orange' },
  { tint: 'gray', label: 'Grey' },
] as const;

export function tintFrames(tint: string): void {
  const { selection } = viewStore.getState();
  const frames = openDocument().layout.frames.filter(({ id }) => selection.has(id));
  told(
    edit(
      frames.map(({ id }) => ({ op: 'edit-frame', id, change: { tint } })),
      { label: 'Colour frame' },
    ),
  );
}

import type { FlowDocument, Position } from '@throughline/flow';
import { catalogue } from '@throughline/nodes/definitions';
import { around, type Box, GRID, nodeBoxes, snapped } from '../canvas/geometry.ts';
import { openDocument } from '../store/document.ts';
import { edit } from '../store/edit.ts';
import { viewStore } from '../store/view.ts';
import { told } from './tell.ts';

export type Side = 'left' | 'centre' | 'right' | 'top' | 'middle' | 'bottom';

type Named = Box & { id: string };

function chosen(document: FlowDocument): Named[] {
  const { selection } = viewStore.getState();
  return nodeBoxes(document, catalogue).filter(({ id }) => selection.has(id));
}

function place(places: Record<string, Position>, label: string, gesture?: string): void {
  told(edit([{ op: 'move-nodes', nodes: places }], { label, gesture }));
}

/** Brings the selected nodes into one line. */
export function align(side: Side): void {
  const boxes = chosen(openDocument());
  const whole = around(boxes);
  if (whole === null || boxes.length < 2) return;
  place(Object.fromEntries(boxes.map((box) => [box.id, aligned(box, whole, side)])), 'Align');
}

function aligned({ x, y, width, height }: Box, whole: Box, side: Side): Position {
  switch (side) {
    case 'left':
      return { x: whole.x, y };
    case 'centre':
      return { x: whole.x + (whole.width - width) / 2, y };
    case 'right':
      return { x: whole.x + whole.width - width, y };
    case 'top':
      return { x, y: whole.y };
    case 'middle':
      return { x, y: whole.y + (whole.height - height) / 2 };
    case 'bottom':
      return { x, y: whole.y + whole.height - height };
  }
}

/** Leaves the same gap between the selected nodes, the outer ones staying. */
export function distribute(axis: 'x' | 'y'): void {
  const size = axis === 'x' ? 'width' : 'height';
  const boxes = chosen(openDocument()).sort((a, b) => a[axis] - b[axis]);
  const [first, last] = [boxes[0], boxes.at(-1)];
  if (first === undefined || last === undefined || boxes.length < 3) return;
  const inner = boxes.slice(1, -1);
  const room = last[axis] - (first[axis] + first[size]) - inner.reduce((sum, box) => sum + box[size], 0);
  const gap = room / (boxes.length - 1);
  let at = first[axis] + first[size] + gap;
  const places: Record<string, Position> = {};
  for (const box of inner) {
    places[box.id] = { x: box.x, y: box.y, [axis]: Math.round(at) };
    at += box[size] + gap;
  }
  place(places, 'Distribute');
}

/** Moves what is selected by the keyboard; presses in a row are one step. */
export function nudge(dx: number, dy: number): void {
  const document = openDocument();
  const { selection } = viewStore.getState();
  const boxes = chosen(document);
  const drawn = [
    ...document.layout.frames.map((frame) => ({ op: 'edit-frame' as const, item: frame })),
    ...document.layout.notes.map((note) => ({ op: 'edit-note' as const, item: note })),
  ].filter(({ item }) => selection.has(item.id));
  const by = ({ x, y }: Position) => ({ x: x + dx * GRID, y: y + dy * GRID });
  const moved = Object.fromEntries(boxes.map((box) => [box.id, by(box)]));
  told(
    edit(
      [
        ...(boxes.length === 0 ? [] : [{ op: 'move-nodes' as const, nodes: moved }]),
        ...drawn.map(({ op, item }) => ({ op, id: item.id, change: by(item) })),
      ],
      { label: 'Move', gesture: 'nudge' },
    ),
  );
}

/** Lays the flow out anew, or the selected nodes among themselves; the layout engine is loaded when it is first wanted. */
export async function arrange(): Promise<void> {
  const document = openDocument();
  const selected = chosen(document);
  const boxes = selected.length > 1 ? selected : nodeBoxes(document, catalogue);
  if (boxes.length < 2) return;
  const { layered } = await import('./layered.ts');
  const ids = new Set(boxes.map(({ id }) => id));
  const wires = document.wires.filter(({ from, to }) => ids.has(from) && ids.has(to));
  const laid = await layered(boxes, wires, document);
  const corner = around(boxes)!;
  const places = [...laid].map(([id, { x, y }]) => [id, snapped({ x: corner.x + x, y: corner.y + y })]);
  place(Object.fromEntries(places), 'Arrange');
}

import type { FlowDocument, Operation, Position } from '@throughline/flow';
import { catalogue } from '@throughline/nodes/definitions';
import { around, type Box, GRID, isInside, nodeBoxes, snapped } from '../canvas/geometry.ts';
import { openDocument } from '../store/document.ts';
import { edit } from '../store/edit.ts';
import { viewStore } from '../store/view.ts';
import { framing } from './drawing.ts';
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

/** Lays the flow out anew, frames with what is in them, or the selected nodes among themselves. */
export async function arrange(): Promise<void> {
  const document = openDocument();
  const selected = chosen(document);
  const boxes = selected.length > 1 ? selected : nodeBoxes(document, catalogue);
  if (boxes.length < 2) return;
  // The layout engine is large, and loaded when it is first wanted.
  const { layered } = await import('./layered.ts');
  const framed = selected.length > 1 ? [] : framesWith(document, boxes);
  const ids = new Set(boxes.map(({ id }) => id));
  const wires = document.wires.filter(({ from, to }) => ids.has(from) && ids.has(to));
  const laid = await layered(boxes, wires, document, framed);
  const corner = around([...boxes, ...framed.map(({ frame }) => frame)])!;
  const at = (id: string) => {
    const box = laid.get(id)!;
    return { ...box, ...snapped({ x: corner.x + box.x, y: corner.y + box.y }) };
  };
  const places = Object.fromEntries(boxes.map(({ id }) => [id, placeOf(at(id))]));
  const drawn = framed.flatMap((group) => redrawn(document, group, at));
  told(edit([{ op: 'move-nodes', nodes: places }, ...drawn], { label: 'Arrange' }));
}

const placeOf = ({ x, y }: Position): Position => ({ x, y });

interface Framed {
  id: string;
  nodes: readonly string[];
  frame: Named;
}

/** The outermost frames, each with the nodes that lie in it. */
function framesWith({ layout: { frames } }: FlowDocument, boxes: readonly Named[]): Framed[] {
  const outer = frames.filter((frame) => !frames.some((other) => other !== frame && isInside(frame, other)));
  const taken = new Set<string>();
  return outer.flatMap((frame) => {
    const nodes = boxes.filter((box) => !taken.has(box.id) && isInside(box, frame)).map(({ id }) => id);
    for (const id of nodes) taken.add(id);
    return nodes.length === 0 ? [] : [{ id: frame.id, nodes, frame }];
  });
}

/** A frame around its nodes where they lie now; frames in it go around theirs, and notes in it come along. */
function redrawn({ layout }: FlowDocument, { frame }: Framed, at: (id: string) => Box): Operation[] {
  const next = at(frame.id);
  const inner = layout.frames.filter((one) => one.id !== frame.id && isInside(one, frame));
  const notes = layout.notes.filter((note) => isInside(note, frame));
  const by = { x: next.x - frame.x, y: next.y - frame.y };
  const size = { width: Math.ceil(next.width), height: Math.ceil(next.height) };
  return [
    { op: 'edit-frame', id: frame.id, change: { ...placeOf(next), ...size } },
    ...inner.flatMap(({ id, ...box }): Operation[] => {
      const whole = around(chosenIn(box).map((node) => at(node)));
      return whole === null ? [] : [{ op: 'edit-frame', id, change: framing(whole) }];
    }),
    ...notes.map(({ id, x, y }): Operation => ({ op: 'edit-note', id, change: { x: x + by.x, y: y + by.y } })),
  ];
}

/** Nodes that lie in a box, before anything has moved. */
function chosenIn(box: Box): string[] {
  return nodeBoxes(openDocument(), catalogue)
    .filter((node) => isInside(node, box))
    .map(({ id }) => id);
}

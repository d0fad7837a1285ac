import { z } from 'zod';
import { frameSchema, nodeId, noteSchema, positionSchema } from '../document.ts';
import { withPositions } from './change.ts';
import { defineOperation } from './operation.ts';

/** Puts an arranged picture in place: positions of nodes and, where given, boxes of the frames and notes still there. */
export const setLayout = defineOperation(
  'set-layout',
  'Arrange',
  {
    nodes: z.record(nodeId, positionSchema),
    frames: z.array(frameSchema).optional(),
    notes: z.array(noteSchema).optional(),
  },
  (document, { nodes, frames, notes }) => {
    const moved = withPositions(document, nodes);
    if (!frames && !notes) return moved;
    const { layout } = moved;
    return { ...moved, layout: { ...layout, frames: boxed(layout.frames, frames), notes: boxed(layout.notes, notes) } };
  },
);

interface Boxed {
  id: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

function boxed<T extends Boxed>(here: T[], arranged: readonly Boxed[] = []): T[] {
  const byId = new Map(arranged.map((box) => [box.id, box]));
  return here.map((item) => {
    const box = byId.get(item.id);
    return box ? { ...item, x: box.x, y: box.y, width: box.width, height: box.height } : item;
  });
}

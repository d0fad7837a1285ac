import { type FlowDocument, nodeOf, type Operation, type Wire } from '@throughline/flow';
import { catalogue } from '@throughline/nodes/definitions';
import { moveOntoWire } from '../actions/add.ts';
import { around, type Box, drawnPorts, isInside, nodeBoxes, snapped } from '../canvas/geometry.ts';
import { openDocument } from '../store/document.ts';
import { edit } from '../store/edit.ts';
import { type Held, hold, letGo, viewStore } from '../store/view.ts';
import { alignmentOf } from './align.ts';

type Named = Box & { id: string };

/** What is carried: boxes as they were, and what they are aligned to. */
interface Carried {
  boxes: readonly Named[];
  others: readonly Box[];
  /** How far it is from where it was. */
  by: { x: number; y: number };
}

let carried: Carried | null = null;

/** The hand takes up what is selected; a frame takes along what lies inside of it. */
export function takeUp(ids: readonly string[]): void {
  const document = openDocument();
  const nodes = nodeBoxes(document, catalogue);
  const drawn: Named[] = [...document.layout.frames, ...document.layout.notes];
  const frames = document.layout.frames.filter(({ id }) => ids.includes(id));
  const within = [...nodes, ...drawn].filter((box) =>
    frames.some((frame) => frame.id !== box.id && isInside(box, frame)),
  );
  const chosen = new Set([...ids, ...within.map(({ id }) => id)]);
  carried = {
    boxes: [...nodes, ...drawn].filter(({ id }) => chosen.has(id)),
    others: nodes.filter(({ id }) => !chosen.has(id)),
    by: { x: 0, y: 0 },
  };
}

/** The hand moves: all of it goes along, kept to the grid or to the line of a neighbour. `free` keeps to neither. */
export function carry(dx: number, dy: number, free = false): void {
  if (carried === null) return;
  const whole = around(carried.boxes);
  if (whole === null) return;
  const moved = { ...whole, x: whole.x + dx, y: whole.y + dy };
  const at = free ? moved : snapped(moved);
  const line = free ? { dx: 0, dy: 0, guides: [] } : alignmentOf({ ...moved, ...at }, carried.others);
  const [x, y] = [at.x + line.dx - whole.x, at.y + line.dy - whole.y];
  // Within one step of the grid nothing moves, and nothing is drawn.
  if (x === carried.by.x && y === carried.by.y) return;
  carried.by = { x, y };
  hold(new Map(carried.boxes.map((box) => [box.id, { x: box.x + x, y: box.y + y }])), line.guides);
}

/** The hand lets go: one edit, if anything moved. A node without wires that is let go on a wire goes into it. */
export function putDown(wire: Wire | null): void {
  const { held } = viewStore.getState();
  const document = openDocument();
  const only = carried?.boxes.length === 1 ? carried.boxes[0] : undefined;
  carried = null;
  letGo();
  const port = only && wire !== null ? looseEnd(document, only.id) : undefined;
  if (only !== undefined && wire !== null && port !== undefined) {
    moveOntoWire(only.id, wire, { ...only, ...held.get(only.id) }, port);
    return;
  }
  const operations = placing(document, held);
  if (operations.length > 0) edit(operations, { label: 'Move' });
}

/** The first output of a node that takes a message and has no wire yet. */
function looseEnd(document: FlowDocument, id: string): string | undefined {
  const node = nodeOf(document, id);
  if (node === undefined || catalogue.get(node.type)?.inputs !== 1) return undefined;
  if (document.wires.some(({ from, to }) => from === id || to === id)) return undefined;
  return drawnPorts(node, document, catalogue)[0]?.name;
}

/** Nothing was meant: all goes back to where it was. */
export function dropBack(): void {
  carried = null;
  letGo();
}

/** The operations that put nodes, frames and notes where they are held. */
export function placing(document: FlowDocument, held: ReadonlyMap<string, Held>): Operation[] {
  const places = Object.fromEntries(
    document.nodes.flatMap(({ id }) => {
      const [at, was] = [held.get(id), document.layout.nodes[id]];
      const next = { x: at?.x ?? was?.x ?? 0, y: at?.y ?? was?.y ?? 0 };
      return at === undefined || (next.x === was?.x && next.y === was?.y) ? [] : [[id, next]];
    }),
  );
  return [
    ...(Object.keys(places).length === 0 ? [] : [{ op: 'move-nodes' as const, nodes: places }]),
    ...changed(document.layout.frames, held).map((one) => ({ op: 'edit-frame' as const, ...one })),
    ...changed(document.layout.notes, held).map((one) => ({ op: 'edit-note' as const, ...one })),
  ];
}

function changed(items: readonly Named[], held: ReadonlyMap<string, Held>): { id: string; change: Held }[] {
  return items.flatMap((item) => {
    const now = held.get(item.id);
    if (now === undefined) return [];
    const change = Object.fromEntries(Object.entries(now).filter(([key, value]) => item[key as keyof Box] !== value));
    return Object.keys(change).length === 0 ? [] : [{ id: item.id, change }];
  });
}

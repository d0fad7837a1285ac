import {
  type FlowDocument,
  freeName,
  graphOf,
  nodeOf,
  type Operation,
  type Position,
  reachableFrom,
  type Wire,
} from '@throughline/flow';
import { catalogue } from '@throughline/nodes/definitions';
import { theCamera } from '../canvas/camera.ts';
import { drawnPorts, freePlace, INPUT_Y, NODE_WIDTH, nodeBoxes, STEP_X, snapped } from '../canvas/geometry.ts';
import { openDocument } from '../store/document.ts';
import { edit } from '../store/edit.ts';
import { newItemId } from '../store/ids.ts';
import { focusOn, select, viewStore } from '../store/view.ts';
import { goTo } from './open.ts';
import { told } from './tell.ts';

/** Puts a node of this type where the hand points, or where there is room nearby. */
export function addAt(type: string, at: Position): string | null {
  const id = newItemId(type);
  const place = freePlace(at, nodeBoxes(openDocument(), catalogue));
  if (!told(edit([{ op: 'add-node', id, type, at: place, name: nameFor(type) }]))) return null;
  select([id]);
  focusOn(id);
  return id;
}

/** Puts a node where one would look for it: behind the one selected node, else in the middle of what is seen. */
export function addAnywhere(type: string): void {
  const document = openDocument();
  const { selection } = viewStore.getState();
  const only = selection.size === 1 ? nodeOf(document, [...selection][0]!) : undefined;
  const port = only && drawnPorts(only, document, catalogue).find(({ name }) => isOpen(document, only.id, name));
  if (only !== undefined && port !== undefined && catalogue.get(type)?.inputs === 1) {
    addBehind(type, only.id, port.name);
    return;
  }
  const id = addAt(type, document.nodes.length === 0 ? beginning() : centred());
  if (id !== null) theCamera()?.reveal(id);
}

/** A flow grows to the right: its first node stands at the left of what is seen. */
function beginning(): Position {
  const seen = theCamera()?.seen() ?? { x: 0, y: 0, width: 0, height: 0 };
  return { x: seen.x + seen.width / 8, y: seen.y + seen.height / 2 - INPUT_Y };
}

function centred(): Position {
  const { x, y } = theCamera()?.middle() ?? { x: 0, y: 0 };
  return { x: x - NODE_WIDTH / 2, y: y - INPUT_Y };
}

function isOpen(document: FlowDocument, id: string, port: string): boolean {
  return !document.wires.some((wire) => wire.from === id && wire.port === port);
}

/** Puts a node behind a port and wires it; `at` where the hand let go of the wire. */
export function addBehind(type: string, from: string, port: string, at?: Position): void {
  const document = openDocument();
  const id = newItemId(type);
  const here = document.layout.nodes[from] ?? { x: 0, y: 0 };
  const siblings = document.wires.filter((wire) => wire.from === from).length;
  const wish = at ?? { x: here.x + STEP_X, y: here.y + (siblings > 0 ? 100 : 0) };
  const place = freePlace(wish, nodeBoxes(document, catalogue));
  const operations: Operation[] = [{ op: 'add-node', id, type, at: place, name: nameFor(type) }];
  if (catalogue.get(type)?.inputs === 1) operations.push({ op: 'add-wire', from, port, to: id });
  made(id, edit(operations, { label: 'Add node' }));
}

/** Puts a node into a wire; what lies behind makes room where there is none. */
export function addOnWire(type: string, wire: Wire): void {
  const document = openDocument();
  const id = newItemId(type);
  const { at, moved } = roomOnWire(document, wire);
  const operations: Operation[] = [{ op: 'insert-on-wire', wire, id, type, at, name: nameFor(type) }];
  if (Object.keys(moved).length > 0) operations.push({ op: 'move-nodes', nodes: moved });
  made(id, edit(operations, { label: 'Insert on wire' }));
}

/** Puts a node that is already there into a wire it was dropped on. */
export function moveOntoWire(id: string, wire: Wire, at: Position, port: string): void {
  const operations: Operation[] = [
    { op: 'move-nodes', nodes: { [id]: { x: at.x, y: at.y } } },
    { op: 'remove-wire', ...wire },
    { op: 'add-wire', from: wire.from, port: wire.port, to: id },
    { op: 'add-wire', from: id, port, to: wire.to },
  ];
  told(edit(operations, { label: 'Insert on wire' }));
}

/** Where a node fits between the two ends of a wire, and who has to make way. */
export function roomOnWire(
  document: FlowDocument,
  { from, to }: Wire,
): { at: Position; moved: Record<string, Position> } {
  const places = document.layout.nodes;
  const [start, end] = [places[from] ?? { x: 0, y: 0 }, places[to] ?? { x: STEP_X, y: 0 }];
  if (end.x - start.x >= 2 * STEP_X - 20) {
    return { at: snapped({ x: (start.x + end.x) / 2, y: (start.y + end.y) / 2 }), moved: {} };
  }
  const at = { x: start.x + STEP_X, y: end.y };
  const behind = reachableFrom(graphOf(document), [to]);
  const shift = at.x + STEP_X - end.x;
  const moved = [...behind].flatMap((id) => {
    const place = places[id];
    return place === undefined || place.x < end.x ? [] : [[id, { x: place.x + shift, y: place.y }] as const];
  });
  return { at: snapped(at), moved: Object.fromEntries(moved) };
}

function nameFor(type: string): string {
  const names = new Set(openDocument().nodes.map(({ name }) => name));
  return freeName(names, catalogue.get(type)?.name ?? type);
}

/** What was put where nobody pointed is brought into sight. */
function made(id: string, problem: ReturnType<typeof edit>): void {
  if (told(problem)) goTo(id);
}

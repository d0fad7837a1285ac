import { graphOf, nodeOf, reachableFrom } from '@throughline/flow';
import { catalogue } from '@throughline/nodes/definitions';
import { theCamera } from '../canvas/camera.ts';
import { allBoxes, drawnPorts, isInside } from '../canvas/geometry.ts';
import { openDocument } from '../store/document.ts';
import { focusOn, openNode, select, showChooser, viewStore, write } from '../store/view.ts';

/** The one node, frame or note that is selected. */
export function onlySelected(): string | null {
  const { selection } = viewStore.getState();
  return selection.size === 1 ? [...selection][0]! : null;
}

/** Goes to a node, frame or note: brings it into sight, selects it and puts the keyboard there. */
export function goTo(id: string): void {
  select([id]);
  focusOn(id);
  theCamera()?.reveal(id);
}

/** Selects a node and everything that messages come to behind it. */
export function selectBehind(id: string): void {
  select(reachableFrom(graphOf(openDocument()), [id]));
}

/** Selects a frame with all that lies inside of it. */
export function selectWithin(id: string): void {
  const document = openDocument();
  const frame = document.layout.frames.find((one) => one.id === id);
  if (frame === undefined) return;
  const inside = allBoxes(document, catalogue).filter((box) => isInside(box, frame));
  select(inside.map((box) => box.id));
}

/** Opens what is selected: a node's settings, or the words of a frame or note. */
export function openSelected(): void {
  const id = onlySelected();
  if (id === null) return;
  if (nodeOf(openDocument(), id) === undefined) write(id);
  else openNode(id);
}

/** Asks where a wire from this node's first open port shall lead, or from its first port when none is open. */
export function connectFrom(id: string): void {
  const document = openDocument();
  const node = nodeOf(document, id);
  if (node === undefined) return;
  const ports = drawnPorts(node, document, catalogue);
  const isOpen = (port: string) => !document.wires.some((wire) => wire.from === id && wire.port === port);
  const port = ports.find(({ name }) => isOpen(name)) ?? ports[0];
  if (port !== undefined) showChooser({ kind: 'connect', from: id, port: port.name });
}

import { theCamera } from '../canvas/camera.ts';
import { openDocument } from '../store/document.ts';
import { type MenuAt, viewStore } from '../store/view.ts';
import type { Group } from './entry.ts';
import { onCanvas } from './on-canvas.ts';
import { onDrawn } from './on-drawn.ts';
import { onNode } from './on-node.ts';
import { onSeveral } from './on-several.ts';
import { onWire } from './on-wire.ts';

/** What can be done where somebody asked, in groups; empty groups are left out. */
export function groupsOf(menu: MenuAt, isEditable: boolean): Group[] {
  const groups = menu.on === 'canvas' ? onCanvas(theCamera()?.place(menu) ?? { x: 0, y: 0 }) : onSelection();
  return groups.map((group) => group.filter(({ edits }) => isEditable || !edits)).filter(({ length }) => length > 0);
}

function onSelection(): Group[] {
  const { selection, wires } = viewStore.getState();
  const { nodes, layout } = openDocument();
  if (selection.size === 0 && wires.size === 1) return onWire([...wires][0]!);
  if (selection.size !== 1) return onSeveral(nodes.filter(({ id }) => selection.has(id)));
  const [id] = selection;
  const node = nodes.find((one) => one.id === id);
  if (node !== undefined) return onNode(node);
  return onDrawn(id!, layout.frames.some((frame) => frame.id === id) ? 'frame' : 'note');
}

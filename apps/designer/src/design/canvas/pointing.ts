import type { MouseEvent as ReactMouseEvent, PointerEvent as ReactPointerEvent } from 'react';
import { askAbout, askHere } from '../hands/ask.ts';
import { overCanvas } from '../hands/drop.ts';
import { pointTo } from '../store/presence.ts';
import { closeNode, focusOn, openNode, select, showChooser, viewStore, write } from '../store/view.ts';
import { theCamera } from './camera.ts';
import type { CanvasNode, WireEdge } from './derive.ts';

/**
 * What the pointer does on the canvas beside moving and wiring. The same functions for good: React Flow draws every node and wire in sight
 * again when it is given another one.
 */
export const pointing = {
  ...overCanvas(),
  // Of several that are selected, a plain click means this one; React Flow leaves the others.
  onNodeClick: (event: ReactMouseEvent, { id }: CanvasNode) => {
    const { selection, wires } = viewStore.getState();
    const isPlain = !(event.shiftKey || event.ctrlKey || event.metaKey);
    if (isPlain && selection.size + wires.size > 1) select([id]);
    focusOn(id);
  },
  onEdgeMouseEnter: (_: unknown, edge: WireEdge) => viewStore.setState({ pointed: edge.id }),
  onEdgeMouseLeave: (event: ReactMouseEvent, edge: WireEdge) => {
    // Its tools come up under the pointer: that is not leaving.
    if (event.relatedTarget instanceof Element && event.relatedTarget.closest('[data-wire-tools]')) return;
    if (viewStore.getState().pointed === edge.id) viewStore.setState({ pointed: null });
  },
  onPointerMove: ({ clientX: x, clientY: y }: ReactPointerEvent) => pointTo(() => theCamera()?.place({ x, y }) ?? null),
  onPointerLeave: () => pointTo(() => null),
  onNodeContextMenu: (event: ReactMouseEvent, node: CanvasNode) => askAbout(node.id, event),
  onEdgeContextMenu: (event: ReactMouseEvent) => askHere(event),
  onSelectionContextMenu: (event: ReactMouseEvent) => askAbout(null, event),
  // After a pan by the right button nothing is asked; React Flow tells the two apart.
  onPaneContextMenu: (event: ReactMouseEvent | MouseEvent) => askHere(event),
  onContextMenu: (event: ReactMouseEvent) => event.preventDefault(),
};

/** What a click does that is not the same for who may only look. */
export const clicking = {
  editing: {
    onNodeDoubleClick: (_: unknown, { id, type }: CanvasNode) => (type === 'step' ? openNode(id) : write(id)),
    onPaneClick: (event: ReactMouseEvent) => {
      if (event.detail === 2) showChooser({ kind: 'free', at: theCamera()?.place(pointOf(event)) ?? null });
      else closeNode();
      focusOn(null);
    },
  },
  looking: {
    onNodeDoubleClick: (_: unknown, { id, type }: CanvasNode) => type === 'step' && openNode(id),
    onPaneClick: () => {
      closeNode();
      focusOn(null);
    },
  },
};

/** Where on the screen a pointer or finger is. */
export function pointOf(event: { clientX: number; clientY: number } | { touches?: TouchList } | object): {
  x: number;
  y: number;
} {
  if ('clientX' in event) return { x: event.clientX, y: event.clientY };
  const touch = 'touches' in event ? event.touches?.[0] : undefined;
  return { x: touch?.clientX ?? 0, y: touch?.clientY ?? 0 };
}

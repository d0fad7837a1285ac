import type { DragEvent } from 'react';
import { addAt, addOnWire } from '../actions/add.ts';
import { theCamera } from '../canvas/camera.ts';
import { NODE_WIDTH } from '../canvas/geometry.ts';
import { viewStore, wireOf } from '../store/view.ts';

const TYPE = 'application/x-throughline-node-type';

/** The hand takes a node type out of the palette. */
export function takeFromPalette(event: DragEvent, type: string): void {
  event.dataTransfer.setData(TYPE, type);
  event.dataTransfer.effectAllowed = 'copy';
}

/** What the canvas does while a node type is dragged over it: a wire below opens for it, else it lands where it is let go. */
export function overCanvas() {
  return {
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes(TYPE)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
      viewStore.setState({ pointed: wireAt(event.clientX, event.clientY) });
    },
    onDragLeave: () => viewStore.setState({ pointed: null }),
    onDrop: (event: DragEvent) => {
      const type = event.dataTransfer.getData(TYPE);
      const at = theCamera()?.place({ x: event.clientX, y: event.clientY });
      if (type === '' || at === undefined) return;
      event.preventDefault();
      const wire = wireAt(event.clientX, event.clientY);
      viewStore.setState({ pointed: null });
      if (wire === null) addAt(type, { x: at.x - NODE_WIDTH / 2, y: at.y - 30 });
      else addOnWire(type, wireOf(wire));
      theCamera()?.focus();
    },
  };
}

/** The key of the wire drawn at a place of the screen. */
export function wireAt(x: number, y: number): string | null {
  const edge = document
    .elementsFromPoint(x, y)
    .map((element) => element.closest('.react-flow__edge'))
    .find((element) => element !== null);
  return edge?.getAttribute('data-id') ?? null;
}

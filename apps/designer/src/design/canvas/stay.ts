import { type Box, isInside } from './geometry.ts';

export interface View {
  x: number;
  y: number;
  zoom: number;
}

export interface Size {
  width: number;
  height: number;
}

/** Room for the bars that lie over the canvas. */
export const EDGE = { x: 40, top: 50, bottom: 72 };
/** Smaller than this, the whole is no longer worth being kept in sight. */
const SMALLEST = 0.55;

/**
 * Where to look when the board has changed its size (a drawer opened, a window narrowed): what was wholly in sight stays so,
 * else what was in the middle does; what is selected comes along.
 */
export function stay(view: View, was: Size, is: Size, whole: Box | null, selected: Box | null): View {
  if (whole === null || was.width === 0 || was.height === 0) return view;
  if (isInside(whole, seen(view, was))) {
    if (isInside(whole, seen(view, is))) return view;
    const smaller = fitted(whole, is, view.zoom);
    if (smaller.zoom >= SMALLEST) return smaller;
  }
  const next = { ...view, x: view.x + (is.width - was.width) / 2, y: view.y + (is.height - was.height) / 2 };
  if (selected === null || !isInside(selected, seen(view, was))) return next;
  return {
    ...next,
    x: clamp(next.x, EDGE.x - selected.x * view.zoom, is.width - EDGE.x - (selected.x + selected.width) * view.zoom),
    y: clamp(
      next.y,
      EDGE.top - selected.y * view.zoom,
      is.height - EDGE.bottom - (selected.y + selected.height) * view.zoom,
    ),
  };
}

/** Where to look so that a box is in sight: no further than needed, or at its middle when it is far off; null: it is in sight. */
export function withinSight(view: View, size: Size, box: Box): View | null {
  if (isInside(around(box), seen(view, size))) return null;
  const { x, y, zoom } = view;
  const next = {
    zoom,
    x: clamp(x, EDGE.x - box.x * zoom, size.width - EDGE.x - (box.x + box.width) * zoom),
    y: clamp(y, EDGE.top - box.y * zoom, size.height - EDGE.bottom - (box.y + box.height) * zoom),
  };
  const isFar = Math.abs(next.x - x) > size.width || Math.abs(next.y - y) > size.height;
  if (!isFar) return next;
  return {
    zoom,
    x: size.width / 2 - (box.x + box.width / 2) * zoom,
    y: size.height / 2 - (box.y + box.height / 2) * zoom,
  };
}

/** A box with what stands around it on the screen: badges above, what a walk says below. */
function around({ x, y, width, height }: Box): Box {
  return { x: x - 20, y: y - 20, width: width + 40, height: height + 45 };
}

/** All of it, in the middle of the room that the bars leave, and no larger than `most`. */
export function fitted(whole: Box, { width, height }: Size, most: number): View {
  const room = { width: width - 2 * EDGE.x, height: height - EDGE.top - EDGE.bottom };
  const zoom = Math.min(most, room.width / whole.width, room.height / whole.height);
  const x = EDGE.x + (room.width - whole.width * zoom) / 2 - whole.x * zoom;
  return { x, y: EDGE.top + (room.height - whole.height * zoom) / 2 - whole.y * zoom, zoom };
}

/** The part of the canvas that a board of this size shows. */
function seen({ x, y, zoom }: View, { width, height }: Size): Box {
  return { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom };
}

/** Where both cannot be had, the beginning is. */
function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}

import type { Box } from '../canvas/geometry.ts';
import type { Guide } from '../store/view.ts';

/** How near, in pixels, a line must be to be kept to. */
const NEAR = 6;
/** Only what is this near in the other direction counts as a neighbour. */
const REACH = 1200;

export interface Alignment {
  dx: number;
  dy: number;
  guides: Guide[];
}

/** The nearest lines through edges and middles of others that a held box comes close to, and how far to shift for them. */
export function alignmentOf(held: Box, others: readonly Box[]): Alignment {
  const x = nearest(held, others, 'x');
  const y = nearest(held, others, 'y');
  return { dx: x.shift, dy: y.shift, guides: [...x.guides, ...y.guides] };
}

function nearest(held: Box, others: readonly Box[], axis: 'x' | 'y'): { shift: number; guides: Guide[] } {
  const [size, across, depth] =
    axis === 'x' ? (['width', 'y', 'height'] as const) : (['height', 'x', 'width'] as const);
  const lines = (box: Box) => [box[axis], box[axis] + box[size] / 2, box[axis] + box[size]];
  const mine = lines(held);
  let best: { distance: number; shift: number; at: number; other: Box } | null = null;
  for (const other of others) {
    if (Math.abs(other[across] - held[across]) > REACH) continue;
    for (const [i, at] of lines(other).entries()) {
      const shift = at - mine[i]!;
      const distance = Math.abs(shift);
      if (distance <= NEAR && (best === null || distance < best.distance)) best = { distance, shift, at, other };
    }
  }
  if (best === null) return { shift: 0, guides: [] };
  const { at, other, shift } = best;
  const from = Math.min(held[across], other[across]);
  const to = Math.max(held[across] + held[depth], other[across] + other[depth]);
  return { shift, guides: [{ axis, at, from, to }] };
}

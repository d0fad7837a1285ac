import { getBezierPath, getSmoothStepPath, type Position } from '@xyflow/react';

interface Ends {
  sourceX: number;
  sourceY: number;
  sourcePosition: Position;
  targetX: number;
  targetY: number;
  targetPosition: Position;
}

/** How far below its ends a wire goes back within a row: past the lower edge of a node. */
const BELOW = 56;

/** The way of a wire and its middle: a curve forwards; back to the next row by the gap between the rows, within a row below it. */
export function wirePath({
  sourceX,
  sourceY,
  sourcePosition,
  targetX,
  targetY,
  targetPosition,
}: Ends): [path: string, x: number, y: number] {
  const ends = { sourceX, sourceY, sourcePosition, targetX, targetY, targetPosition };
  const [path, x, y] =
    targetX > sourceX - 10
      ? getBezierPath({ ...ends, curvature: 0.28 })
      : getSmoothStepPath({
          ...ends,
          borderRadius: 16,
          offset: 11,
          ...(Math.abs(targetY - sourceY) < BELOW ? { centerY: Math.max(sourceY, targetY) + BELOW } : {}),
        });
  return [path, x, y];
}

import { EdgeLabelRenderer, type EdgeProps } from '@xyflow/react';
import { memo } from 'react';
import type { WireEdge } from './derive.ts';
import { markSigns, markWords } from './marks.ts';
import classes from './wire.module.css';
import { wirePath } from './wire-path.ts';

const ROOM_FOR_WORDS = 100;

/** One wire; with a walk on the canvas, how many messages went along. */
export const WireView = memo(function WireView({ data, selected, ...ends }: EdgeProps<WireEdge>) {
  const [path, x, y] = wirePath(ends);
  const count = data?.count ?? null;
  const isShort = Math.abs(ends.targetX - ends.sourceX) < ROOM_FOR_WORDS;
  const marks = isShort ? markSigns : markWords;
  return (
    <>
      <path d={path} className="react-flow__edge-interaction" fill="none" strokeOpacity={0} strokeWidth={22} />
      <path
        d={path}
        className={classes.wire}
        data-selected={selected || undefined}
        data-taken={count !== null || undefined}
        data-idle={data?.isIdle || undefined}
        data-mark={data?.mark}
        markerEnd="url(#wire-end)"
      />
      {count !== null && data?.isUnderWay && <path d={path} className={classes.flow} />}
      {(count !== null && count > 1) || data?.mark !== undefined ? (
        <EdgeLabelRenderer>
          <span
            className={classes.count}
            data-mark={data?.mark}
            style={{ transform: `translate(-50%, ${isShort ? '-135%' : '-50%'}) translate(${x}px, ${y}px)` }}
          >
            {data?.mark === undefined ? count : marks[data.mark]}
          </span>
        </EdgeLabelRenderer>
      ) : null}
    </>
  );
});

/** The end of every wire, drawn once. */
export function WireEnd() {
  return (
    <svg className={classes.defs} aria-hidden="true">
      <defs>
        <marker id="wire-end" viewBox="0 0 8 8" refX="9" refY="4" markerWidth="7" markerHeight="7" orient="auto">
          <path d="M1 1 L6 4 L1 7" className={classes.arrow} />
        </marker>
      </defs>
    </svg>
  );
}

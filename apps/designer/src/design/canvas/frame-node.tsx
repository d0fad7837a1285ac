import { type NodeProps, NodeResizer } from '@xyflow/react';
import { memo } from 'react';
import { retitle } from '../actions/drawing.ts';
import { useView } from '../store/view.ts';
import type { DrawnNode } from './derive.ts';
import classes from './drawn.module.css';
import { InlineName } from './inline-name.tsx';
import { markWords } from './marks.ts';

/** A titled box around nodes; taken by its title, so that a marquee can begin inside of it. */
export const FrameView = memo(function FrameView({ id, data, selected }: NodeProps<DrawnNode>) {
  const isWriting = useView(({ writing }) => writing === id);
  return (
    <div
      className={classes.frame}
      style={{ '--tint': `var(--mantine-color-${data.tint ?? 'gray'}-6)` } as React.CSSProperties}
      data-selected={selected || undefined}
      data-mark={data.mark}
    >
      {data.isEditable && (
        <NodeResizer
          isVisible={selected}
          minWidth={120}
          minHeight={80}
          lineClassName={classes.line}
          handleClassName={classes.corner}
        />
      )}
      <div className={`${classes.title} frame-grip`}>
        {isWriting ? (
          <InlineName
            label="Title of the frame"
            value={data.title}
            maxLength={200}
            className={classes.rename}
            onDone={(title) => retitle(id, title)}
          />
        ) : (
          data.title || 'Frame'
        )}
        {data.mark !== undefined && <span className={classes.mark}> {markWords[data.mark]}</span>}
      </div>
    </div>
  );
});

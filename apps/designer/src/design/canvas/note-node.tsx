import { type NodeProps, NodeResizer } from '@xyflow/react';
import { memo } from 'react';
import { rewrite } from '../actions/drawing.ts';
import { useView, write } from '../store/view.ts';
import type { DrawnNode } from './derive.ts';
import classes from './drawn.module.css';
import { focusOnce } from './inline-name.tsx';
import { markWords } from './marks.ts';

/** Free text on the canvas. */
export const NoteView = memo(function NoteView({ id, data, selected }: NodeProps<DrawnNode>) {
  const isWriting = useView(({ writing }) => writing === id);
  return (
    <div className={classes.note} data-selected={selected || undefined} data-mark={data.mark}>
      {data.mark !== undefined && <span className={classes.mark}>{markWords[data.mark]}</span>}
      {data.isEditable && (
        <NodeResizer
          isVisible={selected}
          minWidth={100}
          minHeight={40}
          lineClassName={classes.line}
          handleClassName={classes.corner}
        />
      )}
      {isWriting ? (
        <textarea
          ref={focusOnce}
          className={`${classes.text} nodrag nowheel`}
          defaultValue={data.title}
          maxLength={8000}
          aria-label="Text of the note"
          onBlur={(event) => {
            rewrite(id, event.currentTarget.value);
            write(null);
          }}
          onKeyDown={(event) => {
            event.stopPropagation();
            if (event.key === 'Escape') event.currentTarget.blur();
          }}
        />
      ) : (
        <div className={classes.text}>{data.title || <span className={classes.hint}>Double-click to write</span>}</div>
      )}
    </div>
  );
});

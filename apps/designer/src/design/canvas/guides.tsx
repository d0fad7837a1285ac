import { ViewportPortal } from '@xyflow/react';
import { useView } from '../store/view.ts';
import classes from './canvas.module.css';

/** The lines that what is held stands in with others. */
export function Guides() {
  const guides = useView((state) => state.guides);
  if (guides.length === 0) return null;
  return (
    <ViewportPortal>
      {guides.map(({ axis, at, from, to }) => (
        <div
          key={axis}
          className={classes.guide}
          data-axis={axis}
          style={
            axis === 'x'
              ? { transform: `translate(${at}px, ${from}px)`, height: to - from }
              : { transform: `translate(${from}px, ${at}px)`, width: to - from }
          }
        />
      ))}
    </ViewportPortal>
  );
}

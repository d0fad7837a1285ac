import { Skeleton } from '@mantine/core';
import { Waiting } from '../../frame/waiting.tsx';
import classes from './node-editor.module.css';

/** A side of the editor while the sample runs up to it. */
export function Trying() {
  return (
    <Waiting words="Trying the sample">
      <div className={classes.loading}>
        {[70, 52, 84, 60, 45].map((width) => (
          <Skeleton key={width} height={14} width={`${width}%`} />
        ))}
      </div>
    </Waiting>
  );
}

import { Tooltip } from '@mantine/core';
import classes from './spark.module.css';

/** Counts side by side, the newest at the right; each says itself. */
export function Spark({ values, label }: { values: readonly number[]; label: string }) {
  const most = Math.max(1, ...values);
  return (
    <Tooltip label={label} openDelay={300}>
      <span className={classes.spark} role="img" aria-label={label}>
        {values.map((value, i) => (
          <span
            // The bars of a spark never change places.
            key={`${values.length - i}`}
            data-none={value === 0 || undefined}
            style={{ height: `${Math.max(8, (value / most) * 100)}%` }}
          />
        ))}
      </span>
    </Tooltip>
  );
}

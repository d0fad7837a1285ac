import { useMemo } from 'react';
import { isMasked } from './masked.ts';
import { Rows } from './rows.tsx';
import { Value } from './value.tsx';
import classes from './viewer.module.css';

/** CSV as a grid; `rows` are records, or cells where there is no header. */
export function GridView({ rows, label }: { rows: readonly unknown[]; label: string }) {
  const names = useMemo(() => {
    const [first] = rows;
    if (typeof first !== 'object' || first === null) return [];
    return Array.isArray(first) ? first.map((_, i) => String(i)) : Object.keys(first);
  }, [rows]);
  const cells = (row: unknown) => names.map((name) => (row as Record<string, unknown>)[name]);
  return (
    <Rows
      label={label}
      count={rows.length}
      height={26}
      head={
        <div className={classes.gridHead}>
          <span className={classes.lineNumber} aria-hidden />
          {names.map((name) => (
            <span key={name} className={classes.gridCell}>
              {name}
            </span>
          ))}
        </div>
      }
      row={(index) => (
        <div className={classes.gridRow}>
          <span className={classes.lineNumber} aria-hidden>
            {index + 1}
          </span>
          {cells(rows[index]).map((cell, i) => (
            <span key={names[i]} className={classes.gridCell}>
              {isMasked(cell) ? <Value value={cell} /> : String(cell ?? '')}
            </span>
          ))}
        </div>
      )}
    />
  );
}

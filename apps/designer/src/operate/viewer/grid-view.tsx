import { useMemo } from 'react';
import { cellAt } from './cell.ts';
import { isMasked } from './masked.ts';
import { Rows } from './rows.tsx';
import { Value } from './value.tsx';
import classes from './viewer.module.css';

interface GridViewProps {
  /** Records, or cells where there is no header. */
  rows: readonly unknown[];
  label: string;
  /** The field at fault: shown, marked, with its sentence. */
  mark?: { path: string; sentence: string } | undefined;
}

/** CSV as a grid. */
export function GridView({ rows, label, mark }: GridViewProps) {
  const marked = useMemo(() => (mark === undefined ? null : cellAt(mark.path)), [mark]);
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
      show={marked?.row}
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
        <div className={classes.gridRow} data-marked={index === marked?.row || undefined}>
          <span className={classes.lineNumber} aria-hidden>
            {index + 1}
          </span>
          {cells(rows[index]).map((cell, i) => (
            <span
              key={names[i]}
              className={classes.gridCell}
              data-marked={(index === marked?.row && names[i] === marked.column) || undefined}
            >
              {isMasked(cell) ? <Value value={cell} /> : String(cell ?? '')}
            </span>
          ))}
          {index === marked?.row && <span className={classes.fault}>{mark?.sentence}</span>}
        </div>
      )}
    />
  );
}

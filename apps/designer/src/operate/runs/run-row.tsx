import { useNavigate } from '@tanstack/react-router';
import { type MouseEvent, memo } from 'react';
import { type ColumnName, columns } from './columns.tsx';
import type { Run } from './query.ts';
import classes from './runs.module.css';

export const isNumber = (name: ColumnName) => ('isNumber' in columns[name] && columns[name].isNumber) || undefined;

interface RunRowProps {
  run: Run;
  environment: string;
  chosen: readonly ColumnName[];
  nameOf: (flow: string) => string;
  index: number;
  /** From the top of the list, in pixels. */
  start: number;
}

/** One run. The list asks for news every two seconds: only rows that have some are drawn again. */
export const RunRow = memo(function RunRow({ run, environment, chosen, nameOf, index, start }: RunRowProps) {
  const navigate = useNavigate();
  // The router's own link listens to every change of the address; a screen of rows need not.
  const open = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    void navigate({ to: '/$environment/runs/$run', params: { environment, run: run.id } });
  };
  return (
    <tr
      aria-rowindex={index + 2}
      className={`${classes.row} ${classes.run}`}
      style={{ transform: `translateY(${start}px)` }}
    >
      {chosen.map((name, i) => (
        <td key={name} className={classes.cell} data-number={isNumber(name)}>
          {i === 0 ? (
            <a href={`/${environment}/runs/${run.id}`} onClick={open} className={classes.open}>
              {columns[name].cell(run, nameOf)}
            </a>
          ) : (
            columns[name].cell(run, nameOf)
          )}
        </td>
      ))}
    </tr>
  );
});

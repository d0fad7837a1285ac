import { IconEyeOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Instant } from '../../frame/instant.tsx';
import { runStates } from '../../frame/states.tsx';
import { sizeText, tookText } from '../text.ts';
import type { Run } from './query.ts';
import classes from './runs.module.css';

interface Column {
  label: string;
  /** As in grid-template-columns. */
  width: string;
  isNumber?: boolean;
  cell: (run: Run, nameOf: (flow: string) => string) => ReactNode;
}

/** Everything a run can be shown by; a person chooses which. */
export const columns = {
  state: { label: 'State', width: '124px', cell: (run) => <StateCell run={run} /> },
  flow: {
    label: 'Flow',
    width: 'minmax(140px, 1.4fr)',
    cell: (run, nameOf) => (
      <span className={classes.cut}>
        {nameOf(run.flow)}
        {run.replay > 0 && <span className={classes.quiet}> · replay</span>}
      </span>
    ),
  },
  keys: { label: 'Business keys', width: 'minmax(160px, 2fr)', cell: (run) => <Keys keys={run.keys} /> },
  error: {
    label: 'Stopped by',
    width: 'minmax(140px, 1.4fr)',
    cell: ({ error }) =>
      error === null ? null : (
        <span className={classes.cut} title={error.node === null ? error.code : `${error.code} at ${error.node}`}>
          <span className={classes.mono}>{error.code}</span>
          {error.node !== null && <span className={classes.quiet}> at {error.node}</span>}
        </span>
      ),
  },
  began: { label: 'Began', width: '112px', isNumber: true, cell: (run) => <Instant at={run.beganAt} /> },
  took: { label: 'Took', width: '80px', isNumber: true, cell: (run) => tookText(run.beganAt, run.endedAt) },
  version: { label: 'Version', width: '72px', isNumber: true, cell: (run) => run.version },
  size: { label: 'Size', width: '84px', isNumber: true, cell: (run) => sizeText(run.size) },
  correlation: {
    label: 'Correlation id',
    width: 'minmax(130px, 1fr)',
    cell: (run) => <span className={`${classes.cut} ${classes.mono}`}>{run.correlationId}</span>,
  },
  message: {
    label: 'Message id',
    width: '310px',
    cell: (run) => <span className={`${classes.cut} ${classes.mono}`}>{run.message}</span>,
  },
} satisfies Record<string, Column>;

export type ColumnName = keyof typeof columns;
export const columnNames = Object.keys(columns) as ColumnName[];
export const USUAL: ColumnName[] = ['state', 'flow', 'keys', 'error', 'began', 'took'];

const KEY = 'throughline.runs.columns';

export function readColumns(): ColumnName[] {
  const kept = (window.localStorage.getItem(KEY) ?? '').split(' ');
  const chosen = columnNames.filter((name) => kept.includes(name));
  return chosen.length === 0 ? USUAL : chosen;
}

export function keepColumns(chosen: readonly ColumnName[]): void {
  window.localStorage.setItem(KEY, chosen.join(' '));
}

function StateCell({ run }: { run: Run }) {
  const { label, Icon, colour } = runStates[run.state];
  return (
    <span className={classes.state} style={{ color: colour }}>
      <Icon size={16} stroke={2} aria-hidden /> {label}
    </span>
  );
}

export function Keys({ keys }: { keys: Run['keys'] }) {
  return (
    <span className={classes.keys}>
      {[...keys]
        .sort((a, b) => Number(a.value === null) - Number(b.value === null))
        .map(({ name, value }) => (
          <span key={name} className={classes.key}>
            <span className={classes.quiet}>{name}</span>{' '}
            {value === null ? (
              // A hint of the browser's: a list of runs has one in every row.
              <span title="Personal: only its keyed hash is kept, so that it can be searched">
                <IconEyeOff size={13} className={classes.hiddenKey} aria-label="hidden" />
              </span>
            ) : (
              value
            )}
          </span>
        ))}
    </span>
  );
}

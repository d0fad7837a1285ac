import {
  IconAlertTriangle,
  IconCircleCheck,
  IconClockHour4,
  IconFilter,
  IconMinus,
  IconProgress,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import type { NodeVisit, Visit } from '../store/walk.ts';
import classes from './node.module.css';

interface VisitWords {
  label: string;
  Icon: ComponentType<{ size?: number; stroke?: number; 'aria-hidden'?: boolean }>;
  colour: string;
}

/** What became of a message at a node, in the words and colours of its fate. */
export const visits: Record<Visit, VisitWords> = {
  done: { label: 'Done', Icon: IconCircleCheck, colour: 'var(--state-delivered)' },
  running: { label: 'Running', Icon: IconProgress, colour: 'var(--state-flight)' },
  waiting: { label: 'Waiting', Icon: IconClockHour4, colour: 'var(--state-flight)' },
  failed: { label: 'Stopped here', Icon: IconAlertTriangle, colour: 'var(--state-quarantined)' },
  filtered: { label: 'Filtered', Icon: IconFilter, colour: 'var(--state-filtered)' },
  skipped: { label: 'Not reached', Icon: IconMinus, colour: 'var(--state-filtered)' },
};

export function tookText(ms: number): string {
  if (ms < 1) return '<1 ms';
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** Stands below a node that a message came to. */
export function VisitBadge({ visit }: { visit: NodeVisit }) {
  if (visit.state === 'skipped') return null;
  const { label, Icon, colour } = visits[visit.state];
  return (
    <span className={classes.visit} style={{ color: colour }} title={visit.sentence ?? label}>
      <Icon size={14} stroke={2} aria-hidden />
      {visit.state !== 'done' ? label : visit.tookMs === null ? 'Came in' : tookText(visit.tookMs)}
      {visit.count > 1 && <span className={classes.times}>×{visit.count}</span>}
    </span>
  );
}

import { IconCircleCheck, IconPlayerPause, IconProgress, IconX } from '@tabler/icons-react';
import type { ReplaySummary } from './queries.ts';
import classes from './replay.module.css';

const states = {
  running: { label: 'Under way', Icon: IconProgress, colour: 'var(--state-flight)' },
  paused: { label: 'Paused', Icon: IconPlayerPause, colour: 'var(--quiet)' },
  cancelled: { label: 'Cancelled', Icon: IconX, colour: 'var(--quiet)' },
  done: { label: 'Replayed', Icon: IconCircleCheck, colour: 'var(--state-delivered)' },
} satisfies Record<ReplaySummary['state'], object>;

/** `running`: how many of its runs have not ended, where that is known. */
export function ReplayState({ state: asked, running = 0 }: { state: ReplaySummary['state']; running?: number }) {
  const state = asked === 'done' && running > 0 ? 'running' : asked;
  const { label, Icon, colour } = states[state];
  return (
    <span className={classes.state} style={{ color: colour }}>
      <Icon size={16} stroke={2} aria-hidden /> {label}
    </span>
  );
}

import { IconAlertTriangle, IconCircleCheck, IconClock, IconFilter, IconProgress } from '@tabler/icons-react';
import type { ComponentType } from 'react';

interface State {
  label: string;
  /** A state is never its colour alone. */
  Icon: ComponentType<{ size?: number; stroke?: number; 'aria-hidden'?: boolean }>;
  colour: string;
  /** For somebody who sees the word for the first time. */
  meaning: string;
}

/** What becomes of a message at a destination, in the order of the conservation line. */
export const fates = {
  delivered: {
    label: 'Delivered',
    Icon: IconCircleCheck,
    colour: 'var(--state-delivered)',
    meaning: 'The destination confirmed it; the receipt is kept.',
  },
  quarantined: {
    label: 'Quarantined',
    Icon: IconAlertTriangle,
    colour: 'var(--state-quarantined)',
    meaning: 'Set aside with its reason; waits for a person.',
  },
  filtered: {
    label: 'Filtered',
    Icon: IconFilter,
    colour: 'var(--state-filtered)',
    meaning: 'The flow decided that this destination does not get it.',
  },
  inFlight: {
    label: 'In flight',
    Icon: IconProgress,
    colour: 'var(--state-flight)',
    meaning: 'Under way, or waiting for its turn or the next attempt.',
  },
} satisfies Record<string, State>;

export type Fate = keyof typeof fates;
export const fateNames = Object.keys(fates) as Fate[];

/** The state of a run, shown like the fate that it leads to. */
export const runStates = {
  done: { ...fates.delivered, label: 'Done' },
  quarantined: fates.quarantined,
  running: { ...fates.inFlight, label: 'Running' },
  waiting: {
    label: 'Waiting',
    Icon: IconClock,
    colour: 'var(--state-waiting, var(--quiet))',
    meaning: 'Accepted; its turn has not come yet.',
  },
} satisfies Record<string, State>;

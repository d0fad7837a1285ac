import type { ComponentType } from 'react';

/** One thing that can be done, with the key that does it too. */
export interface Entry {
  label: string;
  Icon: ComponentType<{ size?: number; stroke?: number; color?: string; 'aria-hidden'?: boolean }>;
  /** Of the icon, where it says something. */
  colour?: string;
  keys?: string;
  /** Changes the flow: not for those who may only look. */
  edits?: boolean;
  isDangerous?: boolean;
  /** What it does; one that only leads to more has none. */
  run?: () => void;
  more?: readonly Entry[];
}

export type Group = readonly Entry[];

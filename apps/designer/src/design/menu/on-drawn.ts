import { IconPalette, IconPencil, IconSelectAll, IconSquareFilled } from '@tabler/icons-react';
import { TINTS, tintFrames } from '../actions/drawing.ts';
import { selectWithin } from '../actions/open.ts';
import { write } from '../store/view.ts';
import type { Entry, Group } from './entry.ts';
import { copies, remove } from './shared.ts';

/** With one frame or note. */
export function onDrawn(id: string, kind: 'frame' | 'note'): Group[] {
  const label = kind === 'frame' ? 'Rename' : 'Write';
  const ofFrame: Group = [
    { label: 'Select it and what is inside', Icon: IconSelectAll, run: () => selectWithin(id) },
    { label: 'Colour', Icon: IconPalette, edits: true, more: TINTS.map(tinted) },
  ];
  return [
    [
      { label, Icon: IconPencil, keys: 'Enter', edits: true, run: () => write(id) },
      ...(kind === 'frame' ? ofFrame : []),
    ],
    copies,
    [remove],
  ];
}

function tinted({ tint, label }: (typeof TINTS)[number]): Entry {
  return { label, Icon: IconSquareFilled, colour: `var(--mantine-color-${tint}-6)`, run: () => tintFrames(tint) };
}

import { IconArrowBarToLeft, IconArrowBarToRight, IconPlus, IconTrash } from '@tabler/icons-react';
import { nodeOf } from '@throughline/flow';
import { goTo } from '../actions/open.ts';
import { removeWire } from '../actions/remove.ts';
import { openDocument } from '../store/document.ts';
import { showChooser, wireOf } from '../store/view.ts';
import type { Group } from './entry.ts';

/** With one wire, by its key. */
export function onWire(key: string): Group[] {
  const wire = wireOf(key);
  const name = (id: string) => nodeOf(openDocument(), id)?.name ?? id;
  const putIn = () => showChooser({ kind: 'on-wire', wire });
  return [
    [{ label: 'Put a node in', Icon: IconPlus, edits: true, run: putIn }],
    [
      { label: `Go to ${name(wire.from)}`, Icon: IconArrowBarToLeft, run: () => goTo(wire.from) },
      { label: `Go to ${name(wire.to)}`, Icon: IconArrowBarToRight, run: () => goTo(wire.to) },
    ],
    [
      {
        label: 'Remove the wire',
        ...{ Icon: IconTrash, keys: 'Delete', edits: true, isDangerous: true, run: () => removeWire(key) },
      },
    ],
  ];
}

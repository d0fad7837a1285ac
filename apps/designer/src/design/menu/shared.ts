import { IconClipboardCopy, IconCopy, IconCut, IconTrash } from '@tabler/icons-react';
import { copySelected } from '../actions/clipboard.ts';
import { duplicate } from '../actions/nodes.ts';
import { removeSelected } from '../actions/remove.ts';
import type { Entry, Group } from './entry.ts';

/** What can be done with anything that is selected. */
export const copies: Group = [
  { label: 'Copy', Icon: IconClipboardCopy, keys: 'Mod+C', run: () => void copySelected() },
  { label: 'Cut', Icon: IconCut, keys: 'Mod+X', edits: true, run: () => void cut() },
  { label: 'Duplicate', Icon: IconCopy, keys: 'Mod+D', edits: true, run: duplicate },
];

export const remove: Entry = {
  ...{ label: 'Remove', Icon: IconTrash, keys: 'Delete' },
  ...{ edits: true, isDangerous: true, run: removeSelected },
};

async function cut(): Promise<void> {
  if (await copySelected()) removeSelected();
}

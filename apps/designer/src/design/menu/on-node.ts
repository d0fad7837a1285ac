import {
  IconAdjustments,
  IconArrowRampRight,
  IconBoxMultiple,
  IconEye,
  IconEyeOff,
  IconPencil,
  IconPlugConnected,
  IconReplace,
  IconRouteAltRight,
} from '@tabler/icons-react';
import type { FlowNode } from '@throughline/flow';
import { addFrame } from '../actions/drawing.ts';
import { toggleDisabled } from '../actions/nodes.ts';
import { connectFrom, selectBehind } from '../actions/open.ts';
import { removeBridging } from '../actions/remove.ts';
import { openNode, showChooser, write } from '../store/view.ts';
import type { Group } from './entry.ts';
import { copies, remove } from './shared.ts';

/** With one node. */
export function onNode({ id, disabled }: FlowNode): Group[] {
  return [
    [
      { label: 'Open', Icon: IconAdjustments, keys: 'Enter', run: () => openNode(id) },
      { label: 'Lead a wire from here', Icon: IconPlugConnected, keys: 'W', edits: true, run: () => connectFrom(id) },
      { label: 'Select what is behind it', Icon: IconRouteAltRight, run: () => selectBehind(id) },
    ],
    copies,
    [
      { label: 'Rename', Icon: IconPencil, keys: 'F2', edits: true, run: () => write(id) },
      {
        label: disabled ? 'Enable' : 'Disable',
        ...{ Icon: disabled ? IconEye : IconEyeOff, keys: 'D', edits: true, run: toggleDisabled },
      },
      {
        label: 'Change its type',
        ...{ Icon: IconReplace, keys: 'R', edits: true, run: () => showChooser({ kind: 'replace', node: id }) },
      },
      {
        label: 'Draw a frame around',
        ...{ Icon: IconBoxMultiple, keys: 'F', edits: true, run: () => addFrame({ x: 0, y: 0 }) },
      },
    ],
    [
      {
        label: 'Remove and join',
        ...{ Icon: IconArrowRampRight, keys: 'Shift+Delete', edits: true, run: () => removeBridging(id) },
      },
      remove,
    ],
  ];
}

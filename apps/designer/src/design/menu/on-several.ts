import {
  IconBoxMultiple,
  IconEye,
  IconEyeOff,
  IconFocusCentered,
  IconHierarchy,
  IconLayoutAlignLeft,
  IconLayoutDistributeVertical,
} from '@tabler/icons-react';
import type { FlowNode } from '@throughline/flow';
import { arrange } from '../actions/arrange.ts';
import { addFrame } from '../actions/drawing.ts';
import { toggleDisabled } from '../actions/nodes.ts';
import { theCamera } from '../canvas/camera.ts';
import { viewStore } from '../store/view.ts';
import { alignments, distributions } from './align.ts';
import type { Group } from './entry.ts';
import { copies, remove } from './shared.ts';

/** With several things at once, these nodes among them. */
export function onSeveral(nodes: readonly FlowNode[]): Group[] {
  const isOff = nodes.every(({ disabled }) => disabled);
  const fit = () => theCamera()?.fit([...viewStore.getState().selection]);
  const forNodes: Group = [
    {
      label: isOff ? 'Enable' : 'Disable',
      ...{ Icon: isOff ? IconEye : IconEyeOff, keys: 'D', edits: true, run: toggleDisabled },
    },
    {
      label: 'Draw a frame around',
      ...{ Icon: IconBoxMultiple, keys: 'F', edits: true, run: () => addFrame({ x: 0, y: 0 }) },
    },
  ];
  const forPlaces: Group = [
    { label: 'Align', Icon: IconLayoutAlignLeft, edits: true, more: alignments },
    ...(nodes.length > 2
      ? [{ label: 'Distribute', Icon: IconLayoutDistributeVertical, edits: true, more: distributions }]
      : []),
    { label: 'Arrange these', Icon: IconHierarchy, keys: 'Shift+A', edits: true, run: () => void arrange() },
  ];
  return [
    [...(nodes.length > 1 ? forPlaces : []), { label: 'Zoom to these', Icon: IconFocusCentered, keys: '2', run: fit }],
    copies,
    nodes.length > 0 ? forNodes : [],
    [remove],
  ];
}

import {
  IconLayoutAlignBottom,
  IconLayoutAlignCenter,
  IconLayoutAlignLeft,
  IconLayoutAlignMiddle,
  IconLayoutAlignRight,
  IconLayoutAlignTop,
  IconLayoutDistributeHorizontal,
  IconLayoutDistributeVertical,
} from '@tabler/icons-react';
import { align, distribute } from '../actions/arrange.ts';
import type { Group } from './entry.ts';

/** Ways to bring the selected nodes into one line. */
export const alignments: Group = [
  { label: 'Align left', Icon: IconLayoutAlignLeft, run: () => align('left') },
  { label: 'Align centres', Icon: IconLayoutAlignCenter, run: () => align('centre') },
  { label: 'Align right', Icon: IconLayoutAlignRight, run: () => align('right') },
  { label: 'Align top', Icon: IconLayoutAlignTop, run: () => align('top') },
  { label: 'Align middles', Icon: IconLayoutAlignMiddle, run: () => align('middle') },
  { label: 'Align bottom', Icon: IconLayoutAlignBottom, run: () => align('bottom') },
];

/** Ways to leave the same gap between three or more. Each icon is named for its lines, which stand across the way. */
export const distributions: Group = [
  { label: 'Distribute across', Icon: IconLayoutDistributeVertical, run: () => distribute('x') },
  { label: 'Distribute down', Icon: IconLayoutDistributeHorizontal, run: () => distribute('y') },
];

import {
  IconBoxMultiple,
  IconClipboardText,
  IconFocusCentered,
  IconHierarchy,
  IconListSearch,
  IconNote,
  IconPlus,
  IconSelectAll,
  IconTestPipe,
} from '@tabler/icons-react';
import type { Position } from '@throughline/flow';
import { arrange } from '../actions/arrange.ts';
import { pasteCopied } from '../actions/clipboard.ts';
import { addFrame, addNote } from '../actions/drawing.ts';
import { selectAll } from '../actions/nodes.ts';
import { theCamera } from '../canvas/camera.ts';
import { clearSelection, showChooser, showPanel } from '../store/view.ts';
import type { Group } from './entry.ts';

/** At a place of the canvas where nothing is. */
export function onCanvas(at: Position): Group[] {
  const frameHere = () => {
    clearSelection();
    addFrame(at);
  };
  return [
    [
      { label: 'Add a node here', Icon: IconPlus, edits: true, run: () => showChooser({ kind: 'free', at }) },
      { label: 'Add a note here', Icon: IconNote, edits: true, run: () => addNote(at) },
      { label: 'Draw a frame here', Icon: IconBoxMultiple, edits: true, run: frameHere },
      { label: 'Paste here', Icon: IconClipboardText, edits: true, run: () => void pasteCopied(at) },
    ],
    [
      { label: 'Select everything', Icon: IconSelectAll, keys: 'Mod+A', run: selectAll },
      { label: 'Arrange the flow', Icon: IconHierarchy, keys: 'Shift+A', edits: true, run: () => void arrange() },
      { label: 'Fit the flow', Icon: IconFocusCentered, keys: '1', run: () => theCamera()?.fit() },
    ],
    [
      { label: 'Find in the flow', Icon: IconListSearch, keys: 'Mod+F', run: () => showPanel('outline') },
      { label: 'Try the flow', Icon: IconTestPipe, keys: 'T', run: () => showPanel('try') },
    ],
  ];
}

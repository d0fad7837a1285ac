import { arrange, nudge } from '../actions/arrange.ts';
import { addFrame, addNoteNearby } from '../actions/drawing.ts';
import { duplicate, selectAll, toggleDisabled } from '../actions/nodes.ts';
import { connectFrom, onlySelected, openSelected } from '../actions/open.ts';
import { removeBridging, removeSelected } from '../actions/remove.ts';
import { redoTold, undoTold } from '../actions/undo.ts';
import { goTowards } from '../actions/walk.ts';
import { theCamera } from '../canvas/camera.ts';
import { askByKey } from '../hands/ask.ts';
import { dropBack } from '../hands/move.ts';
import {
  clearSelection,
  focusOn,
  showChooser,
  showDialog,
  showPanel,
  showWalk,
  togglePalette,
  togglePanel,
  viewStore,
  write,
} from '../store/view.ts';

export interface Shortcut {
  /** As somebody reads it; `Mod` is Control, or Command on a Mac. Several: each does. */
  keys: readonly string[];
  label: string;
  group: 'Draw' | 'Go' | 'Change' | 'Look' | 'Flow';
  /** Only for somebody who may edit. */
  edits?: boolean;
  /** Works wherever the keyboard is, not only on the canvas. */
  everywhere?: boolean;
  run: () => void;
}

const middle = () => theCamera()?.middle() ?? { x: 0, y: 0 };
const withOnly = (act: (id: string) => void) => () => {
  const id = onlySelected();
  if (id !== null) act(id);
};

/** Every key of the designer: what the keyboard does, what the sheet shows and what the command palette offers. */
export const keymap: readonly Shortcut[] = [
  { keys: ['/'], label: 'Add a node', group: 'Draw', edits: true, run: () => showChooser({ kind: 'free', at: null }) },
  { keys: ['W'], label: 'Lead a wire from the selected node', group: 'Draw', edits: true, run: withOnly(connectFrom) },
  {
    keys: ['F'],
    label: 'Draw a frame around the selection',
    group: 'Draw',
    edits: true,
    run: () => addFrame(middle()),
  },
  { keys: ['N'], label: 'Add a note', group: 'Draw', edits: true, run: () => addNoteNearby(middle()) },
  {
    keys: ['Shift+A'],
    label: 'Arrange the flow, or the selection',
    group: 'Draw',
    edits: true,
    run: () => void arrange(),
  },

  { keys: ['Enter'], label: 'Open the selected node', group: 'Change', run: openSelected },
  { keys: ['F2'], label: 'Rename', group: 'Change', edits: true, run: withOnly(write) },
  { keys: ['ArrowLeft'], label: 'Move', group: 'Change', edits: true, run: () => nudge(-1, 0) },
  { keys: ['ArrowRight'], label: 'Move', group: 'Change', edits: true, run: () => nudge(1, 0) },
  { keys: ['ArrowUp'], label: 'Move', group: 'Change', edits: true, run: () => nudge(0, -1) },
  { keys: ['ArrowDown'], label: 'Move', group: 'Change', edits: true, run: () => nudge(0, 1) },
  { keys: ['Shift+ArrowLeft'], label: 'Move far', group: 'Change', edits: true, run: () => nudge(-5, 0) },
  { keys: ['Shift+ArrowRight'], label: 'Move far', group: 'Change', edits: true, run: () => nudge(5, 0) },
  { keys: ['Shift+ArrowUp'], label: 'Move far', group: 'Change', edits: true, run: () => nudge(0, -5) },
  { keys: ['Shift+ArrowDown'], label: 'Move far', group: 'Change', edits: true, run: () => nudge(0, 5) },
  { keys: ['Mod+D'], label: 'Duplicate', group: 'Change', edits: true, run: duplicate },
  { keys: ['D'], label: 'Disable or enable', group: 'Change', edits: true, run: toggleDisabled },
  {
    keys: ['R'],
    label: 'Change the type of the selected node',
    group: 'Change',
    edits: true,
    run: withOnly((node) => showChooser({ kind: 'replace', node })),
  },
  { keys: ['Delete', 'Backspace'], label: 'Remove', group: 'Change', edits: true, run: removeSelected },
  {
    keys: ['Shift+Delete'],
    label: 'Remove, and join what was around it',
    group: 'Change',
    edits: true,
    run: withOnly(removeBridging),
  },
  { keys: ['Mod+Z'], label: 'Undo', group: 'Change', edits: true, everywhere: true, run: undoTold },
  { keys: ['Mod+Shift+Z', 'Mod+Y'], label: 'Redo', group: 'Change', edits: true, everywhere: true, run: redoTold },

  { keys: ['Mod+ArrowLeft'], label: 'To the next node that way', group: 'Go', run: () => goTowards('left') },
  { keys: ['Mod+ArrowRight'], label: 'To the next node that way', group: 'Go', run: () => goTowards('right') },
  { keys: ['Mod+ArrowUp'], label: 'To the next node that way', group: 'Go', run: () => goTowards('up') },
  { keys: ['Mod+ArrowDown'], label: 'To the next node that way', group: 'Go', run: () => goTowards('down') },
  { keys: ['Mod+A'], label: 'Select everything', group: 'Go', run: selectAll },
  { keys: ['Escape'], label: 'Let go of everything; close the panel', group: 'Go', run: letGoOfAll },
  { keys: ['Mod+F', 'O'], label: 'Find in the flow', group: 'Go', everywhere: true, run: () => showPanel('outline') },
  { keys: ['Shift+F10', 'ContextMenu'], label: 'What can be done here', group: 'Go', run: askByKey },
  { keys: ['P'], label: 'Problems', group: 'Go', run: () => togglePanel('problems') },

  { keys: ['1'], label: 'Fit the flow', group: 'Look', run: () => theCamera()?.fit() },
  {
    keys: ['2'],
    label: 'Zoom to the selection',
    group: 'Look',
    run: () => theCamera()?.fit([...viewStore.getState().selection]),
  },
  { keys: ['0'], label: 'To full size', group: 'Look', run: () => theCamera()?.actualSize() },
  { keys: ['+', '='], label: 'Zoom in', group: 'Look', run: () => theCamera()?.zoom(1.25) },
  { keys: ['-'], label: 'Zoom out', group: 'Look', run: () => theCamera()?.zoom(0.8) },
  {
    keys: ['M'],
    label: 'Show or hide the map',
    group: 'Look',
    run: () => viewStore.setState(({ showsMap }) => ({ showsMap: !showsMap })),
  },
  { keys: ['B'], label: 'Show or hide the node types', group: 'Look', edits: true, run: togglePalette },

  { keys: ['T'], label: 'Try the flow', group: 'Flow', run: () => togglePanel('try') },
  { keys: ['Mod+Enter'], label: 'Send a sample', group: 'Flow', everywhere: true, run: () => showDialog('send') },
  { keys: ['Mod+S'], label: 'Publish', group: 'Flow', edits: true, everywhere: true, run: () => showDialog('publish') },
  { keys: ['?'], label: 'All keys', group: 'Flow', run: () => showDialog('shortcuts') },
];

/** At first what is held, selected or shown; then the panel or drawer beside the canvas. */
function letGoOfAll(): void {
  const { selection, wires, held, walk, panel } = viewStore.getState();
  if (panel !== null && walk === null && selection.size + wires.size + held.size === 0) showPanel(null);
  dropBack();
  clearSelection();
  focusOn(null);
  showWalk(null);
  theCamera()?.focus();
}

import { focusOn, select, showMenu, viewStore } from '../store/view.ts';
import { wireAt } from './drop.ts';

interface Point {
  clientX: number;
  clientY: number;
}

/** The hand asks what can be done with something on the canvas, which is selected for it, or with all that is selected. */
export function askAbout(id: string | null, { clientX: x, clientY: y }: Point): void {
  if (id !== null && !viewStore.getState().selection.has(id)) {
    select([id]);
    focusOn(id);
  }
  showMenu({ x, y, on: 'selection' });
}

/** The hand asks what can be done here: with the wire that is here, else with the canvas. */
export function askHere({ clientX: x, clientY: y }: Point): void {
  const key = wireAt(x, y);
  if (key !== null) select([], [key]);
  showMenu({ x, y, on: key === null ? 'canvas' : 'selection' });
}

/** The keyboard asks: beside what is selected, or in the middle of the canvas. */
export function askByKey(): void {
  const { selection, wires } = viewStore.getState();
  const [first] = selection;
  const item = first === undefined ? null : document.querySelector(`.react-flow__node[data-id="${CSS.escape(first)}"]`);
  const board = document.querySelector('.react-flow')!.getBoundingClientRect();
  const box = item?.getBoundingClientRect();
  showMenu({
    x: box === undefined ? board.x + board.width / 2 : box.x + box.width / 2,
    y: box === undefined ? board.y + board.height / 2 : box.bottom,
    on: selection.size + wires.size === 0 ? 'canvas' : 'selection',
  });
}

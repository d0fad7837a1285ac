import type { Position, Wire } from '@throughline/flow';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Walk } from './walk.ts';

/** Place and size of something on the canvas, as far as the hand changes it. */
export interface Held {
  x?: number;
  y?: number;
  width?: number;
  height?: number;
}

/** A line shown while what is held stands in one line with others: `x` is upright, `y` level. */
export interface Guide {
  axis: 'x' | 'y';
  at: number;
  from: number;
  to: number;
}

/** What the chooser of nodes is open for. */
export type Chooser =
  | { kind: 'free'; at: Position | null }
  | { kind: 'behind'; from: string; port: string; at?: Position }
  | { kind: 'on-wire'; wire: Wire }
  | { kind: 'connect'; from: string; port: string }
  | { kind: 'replace'; node: string };

/** Where on the screen somebody asked what can be done, and with what: the wires and items that are selected, or the canvas. */
export interface MenuAt extends Position {
  on: 'canvas' | 'selection';
}

/** Somebody else on this flow. */
export interface Person {
  session: string;
  name: string;
  /** A colour of Mantine's palette, the same for everybody. */
  colour: string;
  /** Ids of nodes, frames and notes. */
  selection: readonly string[];
}

/** Somebody else, with where they point at this moment. */
export interface Present extends Person {
  cursor: Position | null;
}

export type Panel = 'problems' | 'outline' | 'try' | 'tests' | 'samples';
export type Dialog = 'shortcuts' | 'publish' | 'send';

export interface ViewState {
  /** Ids of the selected nodes, frames and notes. */
  selection: ReadonlySet<string>;
  /** Keys of the selected wires, by `wireKey`. */
  wires: ReadonlySet<string>;
  /** The node whose settings are open. */
  open: string | null;
  /** The setting to go to in the open node, as a JSON Pointer. */
  field: string | null;
  panel: Panel | null;
  isPaletteOpen: boolean;
  showsMap: boolean;
  chooser: Chooser | null;
  dialog: Dialog | null;
  menu: MenuAt | null;
  /** What the hand holds at this moment, by id; written to the document when it lets go. */
  held: ReadonlyMap<string, Held>;
  guides: readonly Guide[];
  /** Where the keyboard is on the canvas. */
  focus: string | null;
  /** The node, frame or note whose words are being written on the canvas itself. */
  writing: string | null;
  /** The wire under the pointer, by `wireKey`. */
  pointed: string | null;
  /** What a message did, drawn on the canvas. */
  walk: Walk | null;
  people: readonly Person[];
  /** Where others point, by their session. */
  cursors: ReadonlyMap<string, Position>;
  /** Ids of the samples that nodes are looked at with, the shown one first; none: the first there is. */
  samples: readonly string[];
}

export const nothingSelected: ViewState = {
  selection: new Set(),
  wires: new Set(),
  open: null,
  field: null,
  panel: null,
  isPaletteOpen: true,
  showsMap: true,
  chooser: null,
  dialog: null,
  menu: null,
  held: new Map(),
  guides: [],
  focus: null,
  writing: null,
  pointed: null,
  walk: null,
  people: [],
  cursors: new Map(),
  samples: [],
};

/** What this person sees and holds: never saved with the flow, never undone. */
export const viewStore = createStore<ViewState>(() => nothingSelected);

export function useView<T>(select: (state: ViewState) => T): T {
  return useStore(viewStore, select);
}

/** Another flow is opened: only what is a matter of taste stays. */
export function clearView(): void {
  const { isPaletteOpen, showsMap } = viewStore.getState();
  viewStore.setState({ ...nothingSelected, isPaletteOpen, showsMap }, true);
}

export function select(ids: Iterable<string>, wires: Iterable<string> = []): void {
  viewStore.setState({ selection: new Set(ids), wires: new Set(wires) });
}

export function clearSelection(): void {
  const { selection, wires } = viewStore.getState();
  if (selection.size + wires.size > 0) select([]);
}

/** Opens a node's settings, at one of them where `field` names it. */
export function openNode(id: string, field: string | null = null): void {
  viewStore.setState({ open: id, field, selection: new Set([id]), wires: new Set() });
}

export function closeNode(): void {
  viewStore.setState({ open: null, field: null });
}

export function togglePanel(panel: Panel): void {
  viewStore.setState(({ panel: now }) => ({ panel: now === panel ? null : panel }));
}

export function showPanel(panel: Panel | null): void {
  viewStore.setState({ panel });
}

export function togglePalette(): void {
  viewStore.setState(({ isPaletteOpen }) => ({ isPaletteOpen: !isPaletteOpen }));
}

export function showWalk(walk: Walk | null): void {
  viewStore.setState({ walk });
}

/** Who is there stays the same object while people only point elsewhere: what is drawn of it need not be drawn again. */
export function showPeople(present: readonly Present[]): void {
  const people = present.map(({ cursor: _elsewhere, ...person }): Person => person);
  const cursors = new Map(present.flatMap(({ session, cursor }) => (cursor === null ? [] : [[session, cursor]])));
  const isSame = JSON.stringify(people) === JSON.stringify(viewStore.getState().people);
  viewStore.setState(isSame ? { cursors } : { people, cursors });
}

export function showChooser(chooser: Chooser | null): void {
  viewStore.setState({ chooser });
}

export function showDialog(dialog: Dialog | null): void {
  viewStore.setState({ dialog });
}

export function showMenu(menu: MenuAt | null): void {
  viewStore.setState({ menu });
}

export function hold(held: ReadonlyMap<string, Held>, guides: readonly Guide[] = []): void {
  viewStore.setState({ held, guides });
}

export function letGo(): void {
  const { held, guides } = viewStore.getState();
  if (held.size + guides.length > 0) viewStore.setState({ held: new Map(), guides: [] });
}

export function write(id: string | null): void {
  viewStore.setState({ writing: id });
}

export function focusOn(id: string | null): void {
  viewStore.setState({ focus: id });
}

/** One text for one wire, for sets and maps. */
export function wireKey({ from, port, to }: Wire): string {
  return `${from} ${port} ${to}`;
}

export function wireOf(key: string): Wire {
  const [from = '', port = '', to = ''] = key.split(' ');
  return { from, port, to };
}

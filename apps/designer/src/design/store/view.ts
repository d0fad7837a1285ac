import type { Wire } from '@throughline/flow';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Walk } from './walk.ts';

/** Somebody else on this flow. */
export interface Person {
  session: string;
  name: string;
  /** A colour of Mantine's palette, the same for everybody. */
  colour: string;
  /** Ids of nodes, frames and notes. */
  selection: readonly string[];
}

export type Panel = 'problems' | 'outline' | 'search' | 'conflicts' | 'try' | 'tests';

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
  /** What a message did, drawn on the canvas. */
  walk: Walk | null;
  people: readonly Person[];
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
  walk: null,
  people: [],
  samples: [],
};

/** What this person sees and holds: never saved with the flow, never undone. */
export const viewStore = createStore<ViewState>(() => nothingSelected);

export function useView<T>(select: (state: ViewState) => T): T {
  return useStore(viewStore, select);
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

export function showPeople(people: readonly Person[]): void {
  viewStore.setState({ people });
}

/** One text for one wire, for sets and maps. */
export function wireKey({ from, port, to }: Wire): string {
  return `${from} ${port} ${to}`;
}

export function wireOf(key: string): Wire {
  const [from = '', port = '', to = ''] = key.split(' ');
  return { from, port, to };
}

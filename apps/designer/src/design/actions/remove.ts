import type { Operation } from '@throughline/flow';
import { openDocument } from '../store/document.ts';
import { edit } from '../store/edit.ts';
import { clearSelection, viewStore, wireOf } from '../store/view.ts';
import { told } from './tell.ts';

/** Takes away what is selected: nodes, wires, frames, notes, in one step. */
export function removeSelected(): void {
  const { selection, wires } = viewStore.getState();
  const { nodes, layout } = openDocument();
  const gone = nodes.filter(({ id }) => selection.has(id));
  const operations: Operation[] = [
    ...[...wires].map((key) => ({ op: 'remove-wire' as const, ...wireOf(key) })),
    ...(gone.length === 0 ? [] : [{ op: 'remove-nodes' as const, nodes: gone.map(({ id }) => id), was: gone }]),
    ...layout.frames.filter(({ id }) => selection.has(id)).map(({ id }) => ({ op: 'remove-frame' as const, id })),
    ...layout.notes.filter(({ id }) => selection.has(id)).map(({ id }) => ({ op: 'remove-note' as const, id })),
  ];
  if (operations.length > 0 && told(edit(operations, { label: 'Remove' }))) clearSelection();
}

/** Takes a node out and joins its neighbours where there is one way through. */
export function removeBridging(id: string): void {
  const { nodes, wires } = openDocument();
  const node = nodes.find((one) => one.id === id);
  if (node === undefined) return;
  const [before, behind] = [wires.filter(({ to }) => to === id), wires.filter(({ from }) => from === id)];
  const bridges = before.flatMap(({ from, port }) =>
    behind.map(({ to }) => ({ op: 'add-wire' as const, from, port, to })),
  );
  const operations: Operation[] = [{ op: 'remove-nodes', nodes: [id], was: [node] }, ...bridges];
  told(edit(operations, { label: 'Remove and join' }));
}

export function removeWire(key: string): void {
  told(edit([{ op: 'remove-wire', ...wireOf(key) }]));
  viewStore.setState({ pointed: null });
}

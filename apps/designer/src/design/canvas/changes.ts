import type { Connection, EdgeChange, NodeChange } from '@xyflow/react';
import { reconnect, wire } from '../actions/wire.ts';
import { placing } from '../hands/move.ts';
import { openDocument } from '../store/document.ts';
import { edit } from '../store/edit.ts';
import { type Held, hold, letGo, select, viewStore, wireOf } from '../store/view.ts';
import type { CanvasNode, WireEdge } from './derive.ts';
import { snapped } from './geometry.ts';

/**
 * What React Flow reports, as edits of the document or changes of the view. Moves by the pointer are told by hands/move.ts; of the
 * changes here only selection and resizing count.
 */
export function onNodeChanges(changes: NodeChange<CanvasNode>[]): void {
  selectBy(changes);
  resizeBy(changes);
}

function selectBy(changes: NodeChange<CanvasNode>[] | EdgeChange<WireEdge>[]): void {
  const chosen = changes.filter((change) => change.type === 'select');
  if (chosen.length === 0) return;
  const { selection, wires } = viewStore.getState();
  const isWire = (id: string) => id.includes(' ');
  const next = { nodes: new Set(selection), wires: new Set(wires) };
  for (const { id, selected } of chosen) {
    const set = isWire(id) ? next.wires : next.nodes;
    if (selected) set.add(id);
    else set.delete(id);
  }
  select(next.nodes, next.wires);
}

function resizeBy(changes: NodeChange<CanvasNode>[]): void {
  const sized = changes.filter((change) => change.type === 'dimensions').filter((one) => one.resizing !== undefined);
  if (sized.length === 0) return;
  const held = new Map<string, Held>(viewStore.getState().held);
  for (const change of changes) {
    if (change.type === 'dimensions' && change.dimensions) {
      const { x: width, y: height } = snapped({ x: change.dimensions.width, y: change.dimensions.height });
      held.set(change.id, { ...held.get(change.id), width, height });
    }
    if (change.type === 'position' && change.position && sized.some(({ id }) => id === change.id)) {
      held.set(change.id, { ...held.get(change.id), ...snapped(change.position) });
    }
  }
  if (sized.some(({ resizing }) => resizing)) {
    hold(held);
    return;
  }
  const operations = placing(openDocument(), held);
  letGo();
  edit(operations, { label: 'Resize' });
}

export function onEdgeChanges(changes: EdgeChange<WireEdge>[]): void {
  selectBy(changes);
}

export function onConnect({ source, sourceHandle, target }: Connection): void {
  if (sourceHandle !== null) wire({ from: source, port: sourceHandle, to: target });
}

export function onReconnect(edge: WireEdge, { source, sourceHandle, target }: Connection): void {
  if (sourceHandle !== null) reconnect(wireOf(edge.id), { from: source, port: sourceHandle, to: target });
}

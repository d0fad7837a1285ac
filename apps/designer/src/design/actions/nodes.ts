import { type FlowNode, fragmentOf, freshIds, nodeOf } from '@throughline/flow';
import { openDocument } from '../store/document.ts';
import { edit } from '../store/edit.ts';
import { select, viewStore } from '../store/view.ts';
import { told } from './tell.ts';

function chosen() {
  const { selection } = viewStore.getState();
  return openDocument().nodes.filter(({ id }) => selection.has(id));
}

/** Copies the selected nodes, frames and notes beside themselves. */
export function duplicate(): void {
  const document = openDocument();
  const ids = freshIds(document, fragmentOf(document, viewStore.getState().selection));
  if (Object.keys(ids).length === 0) return;
  if (told(edit([{ op: 'duplicate-nodes', ids, offset: { x: 40, y: 80 } }]))) select(Object.values(ids));
}

/** Takes the selected nodes out of the path of messages, or back in when all of them are out. */
export function toggleDisabled(): void {
  const nodes = chosen();
  if (nodes.length === 0) return;
  const disabled = !nodes.every((node) => node.disabled);
  const label = disabled ? 'Disable' : 'Enable';
  told(edit([{ op: 'set-disabled', nodes: nodes.map(({ id }) => id), disabled }], { label }));
}

export function rename({ id, name: was }: FlowNode, name: string): void {
  if (name !== '' && name !== was) told(edit([{ op: 'rename-node', node: id, name, was }]));
}

export function replaceType(id: string, type: string): void {
  const was = nodeOf(openDocument(), id)?.type;
  told(edit([{ op: 'replace-type', node: id, type, was }]));
}

export function selectAll(): void {
  const { nodes, layout } = openDocument();
  select([...nodes, ...layout.frames, ...layout.notes].map(({ id }) => id));
}

import { fragmentOf, freshIds, nodeOf } from '@throughline/flow';
import { openDocument } from '../store/document.ts';
import { edit } from '../store/edit.ts';
import { newItemId } from '../store/ids.ts';
import { select, viewStore } from '../store/view.ts';
import { told } from './tell.ts';

function chosen() {
  const { selection } = viewStore.getState();
  return openDocument().nodes.filter(({ id }) => selection.has(id));
}

/** Copies the selected nodes, frames and notes beside themselves. */
export function duplicate(): void {
  const document = openDocument();
  const nodes = chosen();
  const { selection } = viewStore.getState();
  const ids = freshIds(
    document,
    fragmentOf(
      document,
      nodes.map(({ id }) => id),
    ),
  );
  const offset = { x: 40, y: 80 };
  const shifted = <T extends { x: number; y: number }>(item: T) => ({ ...item, x: item.x + 40, y: item.y + 80 });
  const frames = document.layout.frames.filter(({ id }) => selection.has(id)).map(shifted);
  const notes = document.layout.notes.filter(({ id }) => selection.has(id)).map(shifted);
  const drawn = [
    ...frames.map((frame) => ({ op: 'add-frame' as const, frame: { ...frame, id: newItemId('frame') } })),
    ...notes.map((note) => ({ op: 'add-note' as const, note: { ...note, id: newItemId('note') } })),
  ];
  const operations = [...(nodes.length === 0 ? [] : [{ op: 'duplicate-nodes' as const, ids, offset }]), ...drawn];
  if (operations.length === 0 || !told(edit(operations, { label: 'Duplicate' }))) return;
  select([...Object.values(ids), ...drawn.map((one) => ('frame' in one ? one.frame.id : one.note.id))]);
}

/** Takes the selected nodes out of the path of messages, or back in when all of them are out. */
export function toggleDisabled(): void {
  const nodes = chosen();
  if (nodes.length === 0) return;
  const disabled = !nodes.every((node) => node.disabled);
  const label = disabled ? 'Disable' : 'Enable';
  told(edit([{ op: 'set-disabled', nodes: nodes.map(({ id }) => id), disabled }], { label }));
}

export function replaceType(id: string, type: string): void {
  const was = nodeOf(openDocument(), id)?.type;
  told(edit([{ op: 'replace-type', node: id, type, was }]));
}

export function selectAll(): void {
  const { nodes, layout } = openDocument();
  select([...nodes, ...layout.frames, ...layout.notes].map(({ id }) => id));
}

import type { FlowDocument } from '@throughline/flow';
import type { Scene } from './derive.ts';

/** The nodes, frames and notes that two drawings may show differently; null: all of them. */
export function touched(before: Scene, now: Scene): ReadonlySet<string> | null {
  if (before.walk !== now.walk || before.marks !== now.marks || before.isEditable !== now.isEditable) return null;
  const ids = new Set<string>();
  if (before.document !== now.document && !byDocument(before.document, now.document, ids)) return null;
  for (const id of [before.focus, now.focus]) if (before.focus !== now.focus && id !== null) ids.add(id);
  if (before.selection !== now.selection) {
    for (const id of [...before.selection, ...now.selection]) {
      if (before.selection.has(id) !== now.selection.has(id)) ids.add(id);
    }
  }
  for (const each of ['held', 'problems', 'people'] as const) {
    if (before[each] === now[each]) continue;
    for (const id of [...before[each].keys(), ...now[each].keys()]) ids.add(id);
  }
  return ids;
}

/** Adds what an edit of settings, names or places touches; false when it did more than that. */
function byDocument(before: FlowDocument, now: FlowDocument, ids: Set<string>): boolean {
  const { frames, notes, nodes: places } = before.layout;
  if (before.wires !== now.wires || before.fixtures !== now.fixtures) return false;
  if (frames !== now.layout.frames || notes !== now.layout.notes) return false;
  if (before.nodes.length !== now.nodes.length) return false;
  for (const [i, node] of now.nodes.entries()) {
    const old = before.nodes[i]!;
    if (old.id !== node.id) return false;
    if (old !== node || places[node.id] !== now.layout.nodes[node.id]) ids.add(node.id);
  }
  // A node is called by those before it.
  for (const { from, to } of now.wires) if (ids.has(to)) ids.add(from);
  return true;
}

/** Whether all wires are drawn as they were. */
export function sameWires(before: Scene, now: Scene): boolean {
  if (before.walk !== now.walk || before.marks !== now.marks || before.selectedWires !== now.selectedWires)
    return false;
  return (
    before.document === now.document ||
    (before.document.wires === now.document.wires && sameNames(before.document, now.document))
  );
}

function sameNames({ nodes: before }: FlowDocument, { nodes: now }: FlowDocument): boolean {
  return (
    before === now ||
    (before.length === now.length && now.every((node, i) => node === before[i] || node.name === before[i]!.name))
  );
}

import { type FlowDocument, graphOf, topologicalOrder } from '@throughline/flow';
import { catalogue } from '@throughline/nodes/definitions';

/** Something on the canvas, as the outline lists and searches it. */
export interface Entry {
  id: string;
  /** Of a node; null for frames and notes. */
  type: string | null;
  /** As the catalogue names icons; empty for a type that is not known here. */
  icon: string;
  name: string;
  about: string;
  /** Everything it can be found by, in lower case. */
  text: string;
}

/** All of a flow in the order of its wires. */
export function entriesOf(document: FlowDocument): Entry[] {
  const byId = new Map(document.nodes.map((node) => [node.id, node]));
  const order = topologicalOrder(graphOf(document)) ?? document.nodes.map(({ id }) => id);
  const next = Map.groupBy(document.wires, ({ from }) => from);
  const nodes = order.map((id): Entry => {
    const node = byId.get(id)!;
    const to = (next.get(id) ?? []).map((wire) => byId.get(wire.to)?.name ?? wire.to);
    const definition = catalogue.get(node.type);
    const type = definition?.name ?? node.type;
    const about = to.length === 0 ? type : `${type} → ${to.join(', ')}`;
    const text = [node.name, type, node.type, node.note ?? '', JSON.stringify(node.config), id]
      .join('\n')
      .toLowerCase();
    return { id, type: node.type, icon: definition?.icon ?? '', name: node.name, about, text };
  });
  const { frames, notes } = document.layout;
  const drawn = [
    ...frames.map(({ id, title }) => ({
      id,
      type: null,
      icon: 'box-multiple',
      name: title || 'Frame',
      about: 'Frame',
      text: title.toLowerCase(),
    })),
    ...notes.map(({ id, text }) => ({
      id,
      type: null,
      icon: 'note',
      name: text.slice(0, 80) || 'Note',
      about: 'Note',
      text: text.toLowerCase(),
    })),
  ];
  return [...nodes, ...drawn];
}

/** Entries that have every word somewhere; those with it in their name first. */
export function found(entries: readonly Entry[], query: string): readonly Entry[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return entries;
  const inName = (entry: Entry) => Number(words.every((word) => entry.name.toLowerCase().includes(word)));
  return entries.filter(({ text }) => words.every((word) => text.includes(word))).sort((a, b) => inName(b) - inName(a));
}

import type { CanvasNote, Fixture, FlowDocument, FlowNode, Frame, Wire } from './document.ts';
import { differences } from './json/pointer.ts';
import { sameJson } from './json/same.ts';

/** One property that differs, as a JSON Pointer into the node or fixture: `/config/cases/0/when`. Undefined: not there. */
export interface FieldChange {
  field: string;
  before: unknown;
  after: unknown;
}

export interface Changes<T> {
  added: T[];
  removed: T[];
  changed: { before: T; after: T; fields: FieldChange[] }[];
}

/** What differs between two versions of a flow, for people: behaviour first, the drawing apart. */
export interface FlowDiff {
  flow: FieldChange[];
  nodes: Changes<FlowNode>;
  wires: { added: Wire[]; removed: Wire[]; rewired: { before: Wire; after: Wire }[] };
  fixtures: Changes<Fixture>;
  drawing: { moved: string[]; frames: Changes<Frame>; notes: Changes<CanvasNote> };
  /** True when messages may be treated differently: nodes (apart from names and notes) or wires differ. */
  behaviour: boolean;
}

/** Compares two documents of one flow; nodes are known by id, whatever their order. */
export function diff(before: FlowDocument, after: FlowDocument): FlowDiff {
  const nodes = changes(before.nodes, after.nodes, idOf);
  const wires = wireChanges(before.wires, after.wires);
  const silent = new Set(['/name', '/note']);
  return {
    flow: differences(head(before), head(after)),
    nodes,
    wires,
    fixtures: changes(before.fixtures, after.fixtures, fixtureKey),
    drawing: {
      moved: after.nodes.map(({ id }) => id).filter((id) => moved(before, after, id)),
      frames: changes(before.layout.frames, after.layout.frames, idOf),
      notes: changes(before.layout.notes, after.layout.notes, idOf),
    },
    behaviour:
      nodes.added.length + nodes.removed.length + wires.added.length + wires.removed.length + wires.rewired.length >
        0 || nodes.changed.some(({ fields }) => fields.some(({ field }) => !silent.has(field))),
  };
}

/** Whether two documents do the same and look the same. */
export function isUnchanged({ flow, nodes, wires, fixtures, drawing }: FlowDiff): boolean {
  const none = (part: Changes<unknown>) => part.added.length + part.removed.length + part.changed.length === 0;
  const sameWires = wires.added.length + wires.removed.length + wires.rewired.length === 0;
  const sameDrawing = drawing.moved.length === 0 && none(drawing.frames) && none(drawing.notes);
  return flow.length === 0 && none(nodes) && sameWires && none(fixtures) && sameDrawing;
}

function head({ id, name, description }: FlowDocument) {
  return { id, name, description };
}

function changes<T>(before: readonly T[], after: readonly T[], keyOf: (item: T) => string): Changes<T> {
  const old = new Map(before.map((item) => [keyOf(item), item]));
  const now = new Set(after.map(keyOf));
  const pairs = after.flatMap((item) => {
    const earlier = old.get(keyOf(item));
    return earlier === undefined ? [] : [{ before: earlier, after: item, fields: differences(earlier, item) }];
  });
  return {
    added: after.filter((item) => !old.has(keyOf(item))),
    removed: before.filter((item) => !now.has(keyOf(item))),
    changed: pairs.filter((pair) => pair.fields.length > 0),
  };
}

/** A removed and an added wire that share an end are one wire led elsewhere. */
function wireChanges(before: readonly Wire[], after: readonly Wire[]): FlowDiff['wires'] {
  const { added, removed } = changes(before, after, wireKey);
  const rewired: { before: Wire; after: Wire }[] = [];
  const left = new Set(added);
  for (const old of removed) {
    const now = [...left].find((wire) => (wire.from === old.from && wire.port === old.port) || wire.to === old.to);
    if (!now) continue;
    left.delete(now);
    rewired.push({ before: old, after: now });
  }
  return {
    added: [...left],
    removed: removed.filter((wire) => !rewired.some((pair) => pair.before === wire)),
    rewired,
  };
}

function wireKey({ from, port, to }: Wire): string {
  return JSON.stringify([from, port, to]);
}

function fixtureKey({ node, kind, name }: Fixture): string {
  return JSON.stringify([node, kind, name]);
}

function idOf({ id }: { id: string }): string {
  return id;
}

function moved(before: FlowDocument, after: FlowDocument, id: string): boolean {
  const from = before.layout.nodes[id];
  return from !== undefined && !sameJson(from, after.layout.nodes[id] ?? null);
}

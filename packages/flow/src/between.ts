import type { Catalogue } from './definition.ts';
import type { FlowDocument, FlowNode } from './document.ts';
import { sameJson } from './json/same.ts';
import { nodeOf, sameWire } from './operations/change.ts';
import { sameFixture } from './operations/fixtures.ts';
import { fragmentOf } from './operations/fragment.ts';
import { apply, type Operation } from './operations/operations.ts';
import { pointer } from './problem.ts';

/**
 * The operations that lead from one document to another of the same flow, each with the value it takes back: what undo sends, so that
 * it never overwrites an edit that somebody else made in between. The order of nodes in the document is not part of it.
 */
export function between(before: FlowDocument, after: FlowDocument, catalogue: Catalogue): Operation[] {
  const done: Operation[] = [];
  let now = before;
  for (const phase of [headOf, goneNodes, newNodes, changedNodes, wiring, fixtures, drawing]) {
    for (const operation of phase(now, after, catalogue)) {
      const applied = apply(now, operation, catalogue);
      if ('document' in applied) now = applied.document;
      done.push(operation);
    }
  }
  return done;
}

type Phase = (now: FlowDocument, after: FlowDocument, catalogue: Catalogue) => Operation[];

const headOf: Phase = (now, after) => [
  ...(now.name === after.name ? [] : [{ op: 'rename-flow' as const, name: after.name, was: now.name }]),
  ...(now.description === after.description
    ? []
    : [{ op: 'describe-flow' as const, description: after.description, was: now.description }]),
];

/** A node of another type or version is taken out whole and put in again; its settings mean something else. */
const goneNodes: Phase = (now, after) => {
  if (now.nodes === after.nodes) return [];
  const kept = new Map(after.nodes.map((node) => [node.id, node]));
  const gone = now.nodes.filter((node) => !isSameKind(node, kept.get(node.id)));
  return gone.length === 0 ? [] : [{ op: 'remove-nodes', nodes: gone.map(({ id }) => id), was: gone }];
};

const newNodes: Phase = (now, after) => {
  if (now.nodes === after.nodes) return [];
  const here = new Set(now.nodes.map(({ id }) => id));
  const added = after.nodes.filter(({ id }) => !here.has(id)).map(({ id }) => id);
  if (added.length === 0) return [];
  const fragment = { ...fragmentOf(after, added), frames: [], notes: [] };
  return [{ op: 'paste', fragment, ids: Object.fromEntries(added.map((id) => [id, id])) }];
};

const changedNodes: Phase = (now, after) => {
  if (now.nodes === after.nodes) return [];
  const here = new Map(now.nodes.map((node) => [node.id, node]));
  return after.nodes.flatMap((node) => {
    const old = here.get(node.id);
    return old === undefined || old === node ? [] : nodeChanges(old, node);
  });
};

function nodeChanges(old: FlowNode, node: FlowNode): Operation[] {
  const { id } = node;
  const edits: Operation[] = [];
  if (old.name !== node.name) edits.push({ op: 'rename-node', node: id, name: node.name, was: old.name });
  if (old.note !== node.note) {
    edits.push({ op: 'set-note', node: id, note: node.note ?? null, was: old.note ?? null });
  }
  if (Boolean(old.disabled) !== Boolean(node.disabled)) {
    edits.push({ op: 'set-disabled', nodes: [id], disabled: Boolean(node.disabled) });
  }
  for (const key of new Set([...Object.keys(old.config), ...Object.keys(node.config)])) {
    const [was, value] = [old.config[key], node.config[key]] as [JsonValue | undefined, JsonValue | undefined];
    if (sameJson(was, value)) continue;
    edits.push({ op: 'configure-node', node: id, at: pointer([key]), value, was: was ?? null });
  }
  return edits;
}

type JsonValue = NonNullable<Extract<Operation, { op: 'configure-node' }>['value']>;

const wiring: Phase = (now, after) => {
  if (now.wires === after.wires) return [];
  const extra = now.wires.filter((wire) => !after.wires.some((other) => sameWire(other, wire)));
  const missing = after.wires.filter((wire) => !now.wires.some((other) => sameWire(other, wire)));
  return [
    ...extra.map((wire) => ({ op: 'remove-wire' as const, ...wire })),
    ...missing.map((wire) => ({ op: 'add-wire' as const, ...wire })),
  ];
};

const fixtures: Phase = (now, after) => {
  if (now.fixtures === after.fixtures) return [];
  const gone = now.fixtures.filter((fixture) => !after.fixtures.some((other) => sameFixture(other, fixture)));
  return [
    ...gone.map((was) => ({ op: 'remove-fixture' as const, name: was.name, kind: was.kind, node: was.node, was })),
    ...after.fixtures.flatMap((fixture) => {
      const was = now.fixtures.find((other) => sameFixture(other, fixture)) ?? null;
      return sameJson(was, fixture) ? [] : [{ op: 'set-fixture' as const, fixture, was }];
    }),
  ];
};

const drawing: Phase = (now, after) => [...places(now, after), ...frames(now, after), ...notes(now, after)];

function places(now: FlowDocument, after: FlowDocument): Operation[] {
  if (now.layout.nodes === after.layout.nodes) return [];
  const moved = Object.entries(after.layout.nodes).filter(
    ([id, at]) => nodeOf(after, id) && now.layout.nodes[id] !== at && !sameJson(now.layout.nodes[id], at),
  );
  return moved.length === 0 ? [] : [{ op: 'move-nodes', nodes: Object.fromEntries(moved) }];
}

function frames({ layout: now }: FlowDocument, { layout: after }: FlowDocument): Operation[] {
  if (now.frames === after.frames) return [];
  const { gone, added, changed } = drawn(now.frames, after.frames);
  return [
    ...gone.map(({ id }) => ({ op: 'remove-frame' as const, id })),
    ...added.map((frame) => ({ op: 'add-frame' as const, frame })),
    ...changed.map(({ id, change, was }) => ({ op: 'edit-frame' as const, id, change, was })),
  ];
}

function notes({ layout: now }: FlowDocument, { layout: after }: FlowDocument): Operation[] {
  if (now.notes === after.notes) return [];
  const { gone, added, changed } = drawn(now.notes, after.notes);
  return [
    ...gone.map(({ id }) => ({ op: 'remove-note' as const, id })),
    ...added.map((note) => ({ op: 'add-note' as const, note })),
    ...changed.map(({ id, change, was }) => ({ op: 'edit-note' as const, id, change, was })),
  ];
}

function drawn<T extends { id: string }>(now: readonly T[], after: readonly T[]) {
  const old = new Map(now.map((item) => [item.id, item]));
  const kept = new Set(after.map(({ id }) => id));
  return {
    gone: now.filter(({ id }) => !kept.has(id)),
    added: after.filter(({ id }) => !old.has(id)),
    changed: after.flatMap((item) => {
      const before = old.get(item.id);
      if (before === undefined) return [];
      const keys = (Object.keys(item) as (keyof T)[]).filter((key) => !sameJson(before[key], item[key]));
      if (keys.length === 0) return [];
      const part = (of: T) => Object.fromEntries(keys.map((key) => [key, of[key]])) as Partial<Omit<T, 'id'>>;
      return [{ id: item.id, change: part(item), was: part(before) }];
    }),
  };
}

function isSameKind(node: FlowNode, other: FlowNode | undefined): boolean {
  return other !== undefined && other.type === node.type && other.version === node.version;
}

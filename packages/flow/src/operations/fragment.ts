import { z } from 'zod';
import type { Catalogue } from '../definition.ts';
import {
  DOCUMENT_VERSION,
  type FlowDocument,
  fixtureSchema,
  frameSchema,
  LIMITS,
  nodeId,
  nodeSchema,
  noteSchema,
  type Position,
  positionSchema,
  wireSchema,
} from '../document.ts';
import { freeId, freeName } from './change.ts';
import { type Refused, refuse } from './operation.ts';

/** A part of a flow on its way through the clipboard. */
export const fragmentSchema = z
  .strictObject({
    fragment: z.literal(DOCUMENT_VERSION),
    nodes: z.array(nodeSchema).max(LIMITS.nodes),
    wires: z.array(wireSchema).max(LIMITS.wires).default([]),
    fixtures: z.array(fixtureSchema).max(LIMITS.fixtures).default([]),
    positions: z.record(nodeId, positionSchema).default({}),
    frames: z.array(frameSchema).max(LIMITS.drawn).default([]),
    notes: z.array(noteSchema).max(LIMITS.drawn).default([]),
  })
  .refine(({ nodes, frames, notes }) => nodes.length + frames.length + notes.length > 0, 'nothing in it')
  .meta({ id: 'fragment', title: 'Part of a flow' });

export type Fragment = z.infer<typeof fragmentSchema>;

/** Nodes with the wires among them, their fixtures and places, frames and notes, as the clipboard carries them. */
export function fragmentOf(document: FlowDocument, ids: Iterable<string>): Fragment {
  const chosen = new Set(ids);
  return {
    fragment: DOCUMENT_VERSION,
    nodes: document.nodes.filter((node) => chosen.has(node.id)),
    wires: document.wires.filter((wire) => chosen.has(wire.from) && chosen.has(wire.to)),
    fixtures: document.fixtures.filter((fixture) => chosen.has(fixture.node)),
    positions: Object.fromEntries(Object.entries(document.layout.nodes).filter(([id]) => chosen.has(id))),
    frames: document.layout.frames.filter(({ id }) => chosen.has(id)),
    notes: document.layout.notes.filter(({ id }) => chosen.has(id)),
  };
}

/**
 * The document with a fragment put in. `ids` gives each of its nodes, frames and notes a new id; one not named keeps its own or the next
 * free one. Unknown node types are kept as they are. References between its nodes in settings stay as they were.
 */
export function withFragment(
  document: FlowDocument,
  fragment: Fragment,
  ids: Record<string, string>,
  offset: Position,
): FlowDocument | Refused {
  const { layout } = document;
  const nodeIds = renamed(fragment.nodes, document.nodes, ids);
  const drawnIds = renamed(drawnOf(fragment), drawnOf(layout), ids);
  if (typeof nodeIds === 'string') return refuse('id_taken', `Another node has the id ${nodeIds}.`, { node: nodeIds });
  if (typeof drawnIds === 'string') return refuse('id_taken', `Another frame or note has the id ${drawnIds}.`);
  const names = new Set(document.nodes.map((node) => node.name));
  const nodes = fragment.nodes.map((node) => {
    const name = freeName(names, node.name);
    names.add(name);
    return { ...node, id: nodeIds.get(node.id)!, name };
  });
  const here = (id: string) => nodeIds.has(id);
  const wires = fragment.wires.filter(({ from, to }) => here(from) && here(to));
  const shifted = <T extends Position>(item: T): T => ({ ...item, x: item.x + offset.x, y: item.y + offset.y });
  const drawn = <T extends Position & { id: string }>(item: T): T => shifted({ ...item, id: drawnIds.get(item.id)! });
  const positions = fragment.nodes.map(({ id }) => [
    nodeIds.get(id)!,
    shifted(fragment.positions[id] ?? { x: 0, y: 0 }),
  ]);
  return {
    ...document,
    nodes: [...document.nodes, ...nodes],
    wires: [
      ...document.wires,
      ...wires.map(({ from, port, to }) => ({ from: nodeIds.get(from)!, port, to: nodeIds.get(to)! })),
    ],
    fixtures: [
      ...document.fixtures,
      ...fragment.fixtures
        .filter((fixture) => here(fixture.node))
        .map((fixture) => ({ ...fixture, node: nodeIds.get(fixture.node)! })),
    ],
    layout: {
      nodes: { ...layout.nodes, ...Object.fromEntries(positions) },
      frames: [...layout.frames, ...fragment.frames.map(drawn)],
      notes: [...layout.notes, ...fragment.notes.map(drawn)],
    },
  };
}

interface Identified {
  id: string;
}

/** Ids for what comes among what is there; the wished id that is taken, where one is. */
function renamed(
  coming: readonly Identified[],
  there: readonly Identified[],
  ids: Record<string, string>,
): ReadonlyMap<string, string> | string {
  const taken = new Set(there.map(({ id }) => id));
  const fresh = new Map<string, string>();
  for (const { id } of coming) {
    const wish = ids[id];
    if (wish !== undefined && taken.has(wish)) return wish;
    fresh.set(id, wish ?? freeId(taken, id));
    taken.add(fresh.get(id)!);
  }
  return fresh;
}

function drawnOf({ frames, notes }: Pick<Fragment, 'frames' | 'notes'>): Identified[] {
  return [...frames, ...notes];
}

/** Ids for all of a fragment that are free in the document: what a caller sends along so that all agree on them. */
export function freshIds(document: FlowDocument, fragment: Fragment): Record<string, string> {
  const taken = new Set([...document.nodes, ...drawnOf(document.layout)].map(({ id }) => id));
  return Object.fromEntries(
    [...fragment.nodes, ...drawnOf(fragment)].map(({ id }) => {
      const fresh = freeId(taken, id);
      taken.add(fresh);
      return [id, fresh];
    }),
  );
}

/** Why a fragment cannot be taken: a node whose settings are newer than the catalogue, which would be misread here. */
export function refusedFragment(fragment: Fragment, catalogue: Catalogue): Refused | undefined {
  const newer = fragment.nodes.find(
    (node) => node.version > (catalogue.get(node.type)?.version ?? Number.POSITIVE_INFINITY),
  );
  if (!newer) return undefined;
  return refuse('node_newer', `${newer.name} comes from a newer version of Throughline.`, { node: newer.id });
}

import { z } from 'zod';
import type { Catalogue } from '../definition.ts';
import {
  DOCUMENT_VERSION,
  type FlowDocument,
  fixtureSchema,
  LIMITS,
  nodeId,
  nodeSchema,
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
    nodes: z.array(nodeSchema).min(1).max(LIMITS.nodes),
    wires: z.array(wireSchema).max(LIMITS.wires).default([]),
    fixtures: z.array(fixtureSchema).max(LIMITS.fixtures).default([]),
    positions: z.record(nodeId, positionSchema).default({}),
  })
  .meta({ id: 'fragment', title: 'Part of a flow' });

export type Fragment = z.infer<typeof fragmentSchema>;

/** Nodes with the wires among them, their fixtures and places, as the clipboard carries them. */
export function fragmentOf(document: FlowDocument, ids: Iterable<string>): Fragment {
  const chosen = new Set(ids);
  return {
    fragment: DOCUMENT_VERSION,
    nodes: document.nodes.filter((node) => chosen.has(node.id)),
    wires: document.wires.filter((wire) => chosen.has(wire.from) && chosen.has(wire.to)),
    fixtures: document.fixtures.filter((fixture) => chosen.has(fixture.node)),
    positions: Object.fromEntries(Object.entries(document.layout.nodes).filter(([id]) => chosen.has(id))),
  };
}

/**
 * The document with a fragment put in. `ids` gives each of its nodes a new id; one not named keeps its own or the next free one.
 * Unknown node types are kept as they are. References between its nodes in settings stay as they were.
 */
export function withFragment(
  document: FlowDocument,
  fragment: Fragment,
  ids: Record<string, string>,
  offset: Position,
): FlowDocument | Refused {
  const taken = new Set(document.nodes.map((node) => node.id));
  const names = new Set(document.nodes.map((node) => node.name));
  const renamed = new Map<string, string>();
  for (const { id } of fragment.nodes) {
    const wish = ids[id];
    if (wish !== undefined && taken.has(wish))
      return refuse('id_taken', `Another node has the id ${wish}.`, { node: wish });
    const fresh = wish ?? freeId(taken, id);
    taken.add(fresh);
    renamed.set(id, fresh);
  }
  const nodes = fragment.nodes.map((node) => {
    const name = freeName(names, node.name);
    names.add(name);
    return { ...node, id: renamed.get(node.id)!, name };
  });
  const here = (id: string) => renamed.has(id);
  const wires = fragment.wires.filter(({ from, to }) => here(from) && here(to));
  const positions = fragment.nodes.map(({ id }) => {
    const at = fragment.positions[id] ?? { x: 0, y: 0 };
    return [renamed.get(id)!, { x: at.x + offset.x, y: at.y + offset.y }];
  });
  return {
    ...document,
    nodes: [...document.nodes, ...nodes],
    wires: [
      ...document.wires,
      ...wires.map(({ from, port, to }) => ({ from: renamed.get(from)!, port, to: renamed.get(to)! })),
    ],
    fixtures: [
      ...document.fixtures,
      ...fragment.fixtures
        .filter((fixture) => here(fixture.node))
        .map((fixture) => ({ ...fixture, node: renamed.get(fixture.node)! })),
    ],
    layout: { ...document.layout, nodes: { ...document.layout.nodes, ...Object.fromEntries(positions) } },
  };
}

/** Ids for every node of a fragment that are free in the document: what a caller sends along so that all agree on them. */
export function freshIds(document: FlowDocument, fragment: Pick<Fragment, 'nodes'>): Record<string, string> {
  const taken = new Set(document.nodes.map((node) => node.id));
  return Object.fromEntries(
    fragment.nodes.map(({ id }) => {
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

import type { Catalogue } from '../definition.ts';
import { type FlowDocument, type Wire, wireSchema } from '../document.ts';
import { graphOf } from '../graph/graph.ts';
import { reachableFrom } from '../graph/reachable.ts';
import { nodeOf, portsOf, withWire } from './change.ts';
import { defineOperation, type Refused, refuse, refuseGone } from './operation.ts';

/** Draws a wire from a port to a node's input; a wire already there is no matter. */
export const addWire = defineOperation(
  'add-wire',
  'Connect',
  { ...wireSchema.shape },
  (document, { from, port, to }, catalogue) => {
    const wire = { from, port, to };
    return refusedWire(document, wire, catalogue) ?? withWire(document, wire);
  },
);

/** Why this wire cannot be drawn, or undefined. What the catalogue does not know is left to compile. */
export function refusedWire(
  document: FlowDocument,
  { from, port, to }: Wire,
  catalogue: Catalogue,
): Refused | undefined {
  const source = nodeOf(document, from);
  const target = nodeOf(document, to);
  if (!source) return refuseGone(from);
  if (!target) return refuseGone(to);
  if (catalogue.get(target.type)?.inputs === 0) {
    return refuse('wire_into_trigger', `${target.name} begins a path and takes no input.`, { node: to });
  }
  const ports = portsOf(source, catalogue);
  if (ports && !ports.some((known) => known.name === port)) {
    return refuse('port_missing', `${source.name} has no output ${port}.`, { node: from });
  }
  if (reachableFrom(graphOf(document), [to]).has(from)) {
    return refuse('cycle', `A wire from ${source.name} to ${target.name} would lead in a circle.`, { node: to });
  }
  return undefined;
}

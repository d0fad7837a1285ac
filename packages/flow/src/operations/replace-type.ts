import { nodeId, nodeSchema } from '../document.ts';
import { nodeOf, portsOf, withNode } from './change.ts';
import { changedMeanwhile, defineOperation, refuse, refuseChanged, refuseGone } from './operation.ts';

/** Makes a node one of another type, keeping id, name and note. A wire follows to the port of the same name or place, or goes. */
export const replaceType = defineOperation(
  'replace-type',
  'Change type',
  {
    node: nodeId,
    type: nodeSchema.shape.type,
    config: nodeSchema.shape.config.optional(),
    was: nodeSchema.shape.type.optional(),
  },
  (document, { node: id, type, config, was }, catalogue) => {
    const node = nodeOf(document, id);
    const definition = catalogue.get(type);
    if (!node) return refuseGone(id);
    if (!definition) return refuse('unknown_type', `There is no node type ${type} here.`, { node: id });
    if (changedMeanwhile(node.type, was, type)) return refuseChanged(`The type of ${node.name}`, { node: id });
    if (node.type === type) return document;
    const next = { ...node, type, version: definition.version, config: config ?? structuredClone(definition.initial) };
    const old = portsOf(node, catalogue) ?? [];
    const now = portsOf(next, catalogue) ?? [];
    const follow = (port: string) =>
      now.find(({ name }) => name === port) ?? now[old.findIndex(({ name }) => name === port)];
    const wires = document.wires.flatMap((wire) => {
      if (wire.to === id && definition.inputs === 0) return [];
      if (wire.from !== id) return [wire];
      const port = follow(wire.port);
      return port ? [{ ...wire, port: port.name }] : [];
    });
    const unique = wires.filter(
      (wire, i) => wires.findIndex((w) => w.from === wire.from && w.port === wire.port && w.to === wire.to) === i,
    );
    return { ...withNode(document, next), wires: unique };
  },
);

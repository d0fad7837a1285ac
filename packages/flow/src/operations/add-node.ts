import type { z } from 'zod';
import { type FlowNode, nodeId, nodeSchema, positionSchema } from '../document.ts';
import { sameJson } from '../json/same.ts';
import { freeName, freePosition, nodeOf } from './change.ts';
import { defineOperation, refuse } from './operation.ts';

/** Puts a new node on the canvas; the caller makes the id, so that making it twice is one node. */
export const addNode = defineOperation(
  'add-node',
  'Add node',
  {
    id: nodeId,
    type: nodeSchema.shape.type,
    name: nodeSchema.shape.name.optional(),
    config: nodeSchema.shape.config.optional(),
    at: positionSchema.optional(),
  },
  (document, { id, type, name, config, at }, catalogue) => {
    const definition = catalogue.get(type);
    if (!definition) return refuse('unknown_type', `There is no node type ${type} here.`, { node: id });
    const there = nodeOf(document, id);
    if (there) {
      const same = there.type === type && sameJson(there.config, config ?? definition.initial);
      return same ? document : refuse('id_taken', `Another node has the id ${id}.`, { node: id });
    }
    const node: FlowNode = {
      id,
      type,
      version: definition.version,
      name: name ?? freeName(new Set(document.nodes.map((other) => other.name)), definition.name),
      config: config ?? structuredClone(definition.initial),
    };
    const positions = { ...document.layout.nodes, [id]: at ?? freePosition(document) };
    return { ...document, nodes: [...document.nodes, node], layout: { ...document.layout, nodes: positions } };
  },
);

export type AddNode = z.infer<typeof addNode.args>;

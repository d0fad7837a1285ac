import type { Catalogue } from '../definition.ts';
import type { FlowNode } from '../document.ts';
import { lift } from './lift.ts';

/** A node with its config in the newest shape; as it was when the type is unknown or the config is newer. Throws what a step throws. */
export function liftNode(node: FlowNode, catalogue: Catalogue): { node: FlowNode; lifted: string[] } {
  const definition = catalogue.get(node.type);
  if (!definition || node.version >= definition.version) return { node, lifted: [] };
  const { value, version, lifted } = lift(node.config, node.version, definition.migrations);
  return { node: { ...node, version, config: value }, lifted: lifted.map((name) => `${node.type}:${name}`) };
}

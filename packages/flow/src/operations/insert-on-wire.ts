import { wireSchema } from '../document.ts';
import { addNode } from './add-node.ts';
import { refusedWire } from './add-wire.ts';
import { nodeOf, portsOf, sameWire, withoutWire, withWire } from './change.ts';
import { defineOperation, isRefused, refuse } from './operation.ts';

const { id, type, name, config, at } = addNode.args.shape;

/** Puts a new node into a wire: what went along it now goes through the node and on at its first output. */
export const insertOnWire = defineOperation(
  'insert-on-wire',
  'Insert on wire',
  { wire: wireSchema, id, type, name, config, at },
  (document, { wire, ...node }, catalogue) => {
    const done = document.wires.some((other) => sameWire(other, { ...wire, to: node.id }));
    if (done && nodeOf(document, node.id)?.type === node.type) return document;
    if (!document.wires.some((other) => sameWire(other, wire)))
      return refuse('wire_gone', 'The wire is no longer there.');
    const added = addNode.make(document, node, catalogue);
    if (isRefused(added)) return added;
    const port = portsOf(nodeOf(added, node.id)!, catalogue)?.[0]?.name;
    if (port === undefined)
      return refuse('no_output', 'This node has no output and can only end a path.', { node: node.id });
    const before = { ...wire, to: node.id };
    const open = withoutWire(added, wire);
    return (
      refusedWire(open, before, catalogue) ?? withWire(withWire(open, before), { from: node.id, port, to: wire.to })
    );
  },
);

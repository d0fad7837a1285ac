import { nodeId, nodeSchema } from '../document.ts';
import { nodeOf, withNode } from './change.ts';
import { changedMeanwhile, defineOperation, refuseChanged, refuseGone } from './operation.ts';

const note = nodeSchema.shape.note.unwrap();

/** Writes what a colleague should know beside a node; null takes it away. */
export const setNote = defineOperation(
  'set-note',
  'Change note of node',
  { node: nodeId, note: note.nullable(), was: note.nullable().optional() },
  (document, { node: id, note, was }) => {
    const node = nodeOf(document, id);
    if (!node) return refuseGone(id);
    if (changedMeanwhile(node.note, was, note)) return refuseChanged(`The note of ${node.name}`, { node: id });
    if ((node.note ?? null) === note) return document;
    const { note: _before, ...rest } = node;
    return withNode(document, note === null ? rest : { ...rest, note });
  },
);

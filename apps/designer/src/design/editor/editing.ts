import type { FlowNode, NodeDefinition, Problem } from '@throughline/flow';
import { createContext, useContext } from 'react';
import type { Shape } from './message/shape.ts';

/** A message as it comes to the open node. */
export interface Incoming {
  /** Other whenever the message may be another. */
  id: string;
  name: string;
  value: unknown;
}

/** What every widget of the open node may know and do. */
export interface Editing {
  node: FlowNode;
  definition: NodeDefinition;
  /** Sets the setting at a JSON Pointer; `undefined` takes it away. */
  change: (at: string, value: unknown) => void;
  problems: readonly Problem[];
  /** What comes to the node, by contract and by samples. */
  shape: Shape;
  /** The chosen samples as they come to the node, the shown one first. */
  incoming: readonly Incoming[];
}

export const EditingContext = createContext<Editing | null>(null);

export function useEditing(): Editing {
  const editing = useContext(EditingContext);
  if (editing === null) throw new Error('no node is open');
  return editing;
}

import type { FlowDocument } from '@throughline/flow';
import { type ComponentType, createContext } from 'react';

/** What a message, or many, did in a flow. */
export interface Walk {
  nodes: Record<
    string,
    { state: 'done' | 'stopped' | 'waiting' | 'filtered'; count: number; us: number; note?: string }
  >;
  wires: { from: string; port: string; to: string; count: number }[];
}

export interface PictureProps {
  document: FlowDocument;
  walk?: Walk;
  /** How nodes differ from another version's. */
  marks?: Record<string, 'added' | 'changed' | 'removed' | 'moved'>;
  selected?: string | null;
  onSelect?: (node: string | null) => void;
}

/** A flow as it is drawn, to look at. Drawing belongs to the designer's canvas; the app hands it to whoever shows flows. */
export const PictureContext = createContext<ComponentType<PictureProps> | null>(null);

import type { NodeKind } from '@throughline/flow';

interface Kind {
  label: string;
  /** Used for nodes of this kind and for nothing else. */
  colour: string;
  /** For somebody who sees the word for the first time. */
  meaning: string;
}

/** The five kinds of node, in the order of the palette. */
export const kinds = {
  trigger: { label: 'Trigger', colour: 'var(--kind-trigger)', meaning: 'A message comes in.' },
  transform: { label: 'Transform', colour: 'var(--kind-transform)', meaning: 'The message is changed or checked.' },
  enrich: {
    label: 'Enrich',
    colour: 'var(--kind-enrich)',
    meaning: 'Something that a table or system knows is added.',
  },
  route: { label: 'Route', colour: 'var(--kind-route)', meaning: 'It is decided where the message goes on.' },
  connector: { label: 'Connector', colour: 'var(--kind-connector)', meaning: 'The message is delivered to a system.' },
} satisfies Record<NodeKind, Kind>;

export const kindNames = Object.keys(kinds) as NodeKind[];

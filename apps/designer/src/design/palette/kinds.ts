import type { NodeKind } from '@throughline/flow';

interface KindWords {
  label: string;
  /** One line under the heading of the palette. */
  about: string;
}

/** The five kinds in the order a message meets them. */
export const kinds: Record<NodeKind, KindWords> = {
  trigger: { label: 'Triggers', about: 'where a message comes in' },
  transform: { label: 'Transform', about: 'change the message' },
  enrich: { label: 'Enrich', about: 'add what a table or a system knows' },
  route: { label: 'Route', about: 'decide where it goes on' },
  connector: { label: 'Connectors', about: 'deliver it to a system' },
};

export const kindNames = Object.keys(kinds) as NodeKind[];

/** The colour of a kind, used on nodes and nowhere else. */
export function kindColour(kind: NodeKind | undefined): string {
  return kind === undefined ? 'var(--quiet)' : `var(--kind-${kind})`;
}

import type { ReadNode } from './read.ts';

/** What a flow needs around it, by name, sorted: for readiness checks and where-used lists. */
export interface Uses {
  tables: string[];
  contracts: string[];
  connections: string[];
  secrets: string[];
  flows: string[];
}

export function usesOf(nodes: readonly ReadNode[], flows: readonly string[]): Uses {
  const all = (names: (node: ReadNode) => string[] | undefined) =>
    sortedOnce(nodes.flatMap((node) => names(node) ?? []));
  return {
    tables: all(({ definition, config }) => definition.tables?.(config)),
    contracts: all(contractsOf),
    connections: all(({ definition, config }) => definition.connections?.(config)),
    secrets: all(({ definition, config }) => definition.secrets?.(config)),
    flows: sortedOnce(flows),
  };
}

/** Contracts whose schema the node needs. */
export function contractsOf({ shape }: ReadNode): string[] {
  if (shape.place === 'realm' && shape.op.op === 'schema') return [shape.op.contract];
  return shape.place === 'trigger' && shape.contract ? [shape.contract] : [];
}

function sortedOnce(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}

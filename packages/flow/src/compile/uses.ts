import type { Catalogue } from '../definition.ts';
import type { Plan } from '../plan.ts';
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

/** The same of a plan, sub-flows included; `flows` is empty, because they are in place. */
export function usesOfPlan({ steps, tables }: Plan, catalogue: Catalogue): Uses {
  const all = (name: 'connections' | 'secrets' | 'contract') =>
    sortedOnce(
      steps.flatMap(({ type, config }) => {
        const found = catalogue.get(type)?.[name]?.(config);
        return found === undefined ? [] : typeof found === 'string' ? [found] : found;
      }),
    );
  return {
    tables: sortedOnce(tables),
    contracts: all('contract'),
    connections: all('connections'),
    secrets: all('secrets'),
    flows: [],
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

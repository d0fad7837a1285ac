import { contract, contracts, fieldClasses } from '@throughline/contracts';
import type { Around, Catalogue } from '@throughline/flow';
import { stepLineage } from '@throughline/nodes/mapping';
import { listConnections, listEnvironments, listSecrets, type Store } from '@throughline/store';

/** What the rules of the house ask about an environment; null: about none yet. */
export async function aroundOf(store: Store, catalogue: Catalogue, environment: string | null): Promise<Around> {
  return {
    catalogue,
    fieldsOf: (id) => {
      const found = contract(id);
      return found === undefined ? undefined : new Map(fieldClasses(found.schema));
    },
    replacedBy: newerThan,
    lineage: stepLineage,
    environment: environment === null ? null : await environmentAround(store, environment),
  };
}

async function environmentAround(store: Store, name: string) {
  const known = (await listEnvironments(store)).find((one) => one.name === name);
  const connections = await listConnections(store, name);
  const secrets = await listSecrets(store, name);
  return {
    name,
    protected: known?.protected ?? false,
    connections: new Map(connections.map((one) => [one.name, { classes: one.classes }])),
    secrets: new Set(secrets.map((one) => one.name)),
  };
}

/** A contract with a newer version is on its way out. */
function newerThan(id: string): string | null {
  const own = contract(id);
  if (own === undefined) return null;
  const newest = [...contracts.values()]
    .filter(({ name }) => name === own.name)
    .sort((a, b) => b.version - a.version)[0]!;
  return newest.version > own.version ? newest.id : null;
}

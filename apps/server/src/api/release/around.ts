import type { Around, Catalogue } from '@throughline/flow';
import { knownToRules } from '@throughline/nodes/mapping';
import { listConnections, listDoors, listEnvironments, listSecrets, type Store } from '@throughline/store';

/** What the rules of the house ask about an environment; null: about none yet. */
export async function aroundOf(store: Store, catalogue: Catalogue, environment: string | null): Promise<Around> {
  return {
    ...knownToRules,
    catalogue,
    environment: environment === null ? null : await environmentAround(store, environment),
  };
}

async function environmentAround(store: Store, name: string) {
  const known = (await listEnvironments(store)).find((one) => one.name === name);
  const connections = await listConnections(store, name);
  const secrets = await listSecrets(store, name);
  const doors = await listDoors(store, name);
  return {
    name,
    protected: known?.protected ?? false,
    connections: new Map(
      connections.map(({ name: connection, type, classes, settings: { fields } }) => {
        const listed = Array.isArray(fields) && fields.length > 0 ? { fields: fields.map(String) } : {};
        return [connection, { type, classes, ...listed }];
      }),
    ),
    secrets: new Set(secrets.map((one) => one.name)),
    doors: new Map(
      doors.map(({ flow, node, settings: { ways, ranges } }) => [
        `${flow}/${node}`,
        { ways: Object.values(ways).filter((way) => way !== null).length, ranges: ranges.length },
      ]),
    ),
  };
}

import type { Store } from '../client.ts';
import { readConnectionSecrets } from '../secret/read.ts';

export interface LoadedConnection {
  name: string;
  type: string;
  settings: Record<string, unknown>;
  secrets: Record<string, string>;
  /** Hosts its secrets may be sent to. */
  bound: string[];
}

/** A connection with its secrets in clear: for the worker, at send time only. */
export async function loadConnection(
  store: Store,
  environmentId: number,
  name: string,
): Promise<LoadedConnection | undefined> {
  const [row] = await store.sql<Pick<LoadedConnection, 'type' | 'settings'>[]>`
    select type, settings from connection where environment_id = ${environmentId} and name = ${name}`;
  if (row === undefined) return undefined;
  const { secrets, hosts } = await readConnectionSecrets(store, environmentId, name);
  return { name, type: row.type, settings: row.settings, secrets, bound: hosts };
}

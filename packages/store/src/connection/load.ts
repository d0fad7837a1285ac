import { and, eq } from 'drizzle-orm';
import type { Store } from '../client.ts';
import { connection } from '../schema/tables.ts';

export interface LoadedConnection {
  name: string;
  type: 'http' | 'mllp' | 'file';
  settings: Record<string, unknown>;
  secrets: Record<string, string>;
}

/** A connection with its secrets in clear: for the worker, at send time only. */
export async function loadConnection(
  store: Store,
  environmentId: number,
  name: string,
): Promise<LoadedConnection | undefined> {
  const [row] = await store.db
    .select()
    .from(connection)
    .where(and(eq(connection.environmentId, environmentId), eq(connection.name, name)));
  if (row === undefined) return undefined;
  const secrets =
    row.secrets === null
      ? {}
      : (JSON.parse(store.keys.open(row.secrets, `connection:${environmentId}:${name}`).toString()) as Record<
          string,
          string
        >);
  return { name: row.name, type: row.type, settings: row.settings, secrets };
}

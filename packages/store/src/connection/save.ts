import { eq } from 'drizzle-orm';
import type { Store } from '../client.ts';
import { StoreError } from '../error.ts';
import { connection, environment } from '../schema/tables.ts';

export interface ConnectionWanted {
  environment: string;
  name: string;
  type: 'http' | 'mllp' | 'file';
  settings: Record<string, unknown>;
  /** Undefined keeps the secrets that are there. */
  secrets?: Record<string, string>;
  by: string;
}

/** Binds a connection's name to an address and credentials in one environment. */
export async function saveConnection(store: Store, wanted: ConnectionWanted): Promise<void> {
  const [found] = await store.db.select().from(environment).where(eq(environment.name, wanted.environment));
  if (found === undefined) throw new StoreError('not_found', `There is no environment ${wanted.environment}.`);
  const secrets =
    wanted.secrets === undefined
      ? undefined
      : store.keys.seal(Buffer.from(JSON.stringify(wanted.secrets)), `connection:${found.id}:${wanted.name}`);
  const values = { type: wanted.type, settings: wanted.settings, secrets, changedBy: wanted.by, changedAt: new Date() };
  await store.db
    .insert(connection)
    .values({ environmentId: found.id, name: wanted.name, ...values })
    .onConflictDoUpdate({ target: [connection.environmentId, connection.name], set: values });
}

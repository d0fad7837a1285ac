import type { Store } from '../client.ts';
import { openSecret, type SealedSecret } from './seal.ts';

type Row = SealedSecret & { outside: boolean };

/** A secret in clear, for the moment of its use; null when the environment has none of that name. */
export async function readSecret(store: Store, environment: string, name: string): Promise<string | null> {
  const [row] = await store.sql<Row[]>`
    select environment_id as "environmentId", s.name, version, hosts, kek, wrapped, sealed, outside
    from secret s join environment e on e.id = s.environment_id where e.name = ${environment} and s.name = ${name}`;
  return row === undefined ? null : clearOf(store, row);
}

/** The secrets of one connection by field, in clear, and the hosts all of them are bound to. */
export async function readConnectionSecrets(
  store: Store,
  environmentId: number,
  connection: string,
): Promise<{ secrets: Record<string, string>; hosts: string[] }> {
  const rows = await store.sql<Row[]>`
    select environment_id as "environmentId", name, version, hosts, kek, wrapped, sealed, outside from secret
    where environment_id = ${environmentId} and split_part(name, '/', 1) = ${connection} and name like '%/%'`;
  const secrets: Record<string, string> = {};
  for (const row of rows) secrets[row.name.slice(connection.length + 1)] = await clearOf(store, row);
  const hosts = rows[0]?.hosts.filter((host) => rows.every((row) => row.hosts.includes(host))) ?? [];
  return { secrets, hosts };
}

async function clearOf(store: Store, row: Row): Promise<string> {
  const value = openSecret(store, row);
  return row.outside ? await store.outside(value) : value;
}

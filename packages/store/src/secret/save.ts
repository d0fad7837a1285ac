import { audited } from '../audit/audited.ts';
import type { Store } from '../client.ts';
import { environmentId } from '../environment/id.ts';
import type { Principal } from '../identity/principal.ts';
import { inTransaction, type Tx } from '../tx.ts';
import { sealSecret } from './seal.ts';

export interface SecretWanted {
  environment: string;
  name: string;
  value: string;
  /** Host names with port it may be sent to; none: it only proves who comes in. */
  hosts?: readonly string[];
  /** The value is where an outside vault keeps the secret. */
  outside?: boolean;
}

/** Sets a secret, or replaces it with a new version; nobody reads it back. */
export function putSecret(store: Store, principal: Principal, wanted: SecretWanted): Promise<{ version: number }> {
  return audited(store, principal, 'secret.set', async (tx) => {
    const id = await environmentId(tx, wanted.environment);
    const version = await writeSecret(tx, store, id, wanted, principal.name);
    return {
      result: { version },
      object: `secret:${wanted.environment}/${wanted.name}`,
      summary: `Set the secret ${wanted.name} of ${wanted.environment}, version ${version}.`,
      after: { version, hosts: wanted.hosts ?? [] },
    };
  });
}

/** As `putSecret`, by the product itself. */
export function saveSecret(store: Store, wanted: SecretWanted & { by: string }): Promise<void> {
  return inTransaction(store, async (tx) => {
    await writeSecret(tx, store, await environmentId(tx, wanted.environment), wanted, wanted.by);
  });
}

export async function writeSecret(
  { sql }: Tx,
  keys: Pick<Store, 'keys'>,
  environment: number,
  { name, value, hosts = [], outside = false }: SecretWanted,
  by: string,
): Promise<number> {
  const [last] = await sql<{ version: number }[]>`
    select version from secret where environment_id = ${environment} and name = ${name} for update`;
  const version = (last?.version ?? 0) + 1;
  const row = sealSecret(keys, { environmentId: environment, name, version, hosts }, value);
  await sql`
    insert into secret (environment_id, name, version, hosts, kek, wrapped, sealed, outside, changed_by)
    values (${environment}, ${name}, ${version}, ${[...hosts]}, ${row.kek}, ${row.wrapped}, ${row.sealed}, ${outside}, ${by})
    on conflict (environment_id, name) do update set version = excluded.version, hosts = excluded.hosts, kek = excluded.kek,
      wrapped = excluded.wrapped, sealed = excluded.sealed, outside = excluded.outside, changed_by = excluded.changed_by,
      changed_at = now()`;
  await sql`select pg_notify('throughline_live', 'secrets')`;
  return version;
}

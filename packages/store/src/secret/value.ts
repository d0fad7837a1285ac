import type { Store } from '../client.ts';
import { StoreError } from '../error.ts';

/** Sets a secret of an environment; it can be replaced, never read back by a person. */
export async function saveSecret(
  store: Store,
  secret: { environment: string; name: string; value: string; by: string },
): Promise<void> {
  const [found] = await store.sql<{ id: number }[]>`select id from environment where name = ${secret.environment}`;
  if (found === undefined) throw new StoreError('not_found', `There is no environment ${secret.environment}.`);
  const sealed = store.keys.seal(Buffer.from(secret.value), `secret:${found.id}:${secret.name}`);
  await store.sql`
    insert into secret (environment_id, name, sealed, changed_by) values (${found.id}, ${secret.name}, ${sealed}, ${secret.by})
    on conflict (environment_id, name) do update
      set sealed = excluded.sealed, changed_by = excluded.changed_by, changed_at = now()`;
}

/** A secret in clear, for the moment of its use; null when the environment has none of that name. */
export async function readSecret(store: Store, environment: string, name: string): Promise<string | null> {
  const [row] = await store.sql<{ id: number; sealed: Buffer }[]>`
    select e.id, s.sealed from secret s join environment e on e.id = s.environment_id
    where e.name = ${environment} and s.name = ${name}`;
  return row === undefined ? null : store.keys.open(row.sealed, `secret:${row.id}:${name}`).toString();
}

import { audited } from '../audit/audited.ts';
import type { Store } from '../client.ts';
import { environmentId } from '../environment/id.ts';
import { StoreError } from '../error.ts';
import type { Principal } from '../identity/principal.ts';

/** Forgets a secret for good. Throws StoreError `not_found`. */
export function removeSecret(store: Store, principal: Principal, environment: string, name: string): Promise<void> {
  return audited(store, principal, 'secret.remove', async (tx) => {
    const id = await environmentId(tx, environment);
    const gone = await tx.sql`delete from secret where environment_id = ${id} and name = ${name} returning 1`;
    if (gone.length === 0) throw new StoreError('not_found', 'There is no such secret.');
    await tx.sql`select pg_notify('throughline_live', 'secrets')`;
    const summary = `Removed the secret ${name} of ${environment}.`;
    return { result: undefined, object: `secret:${environment}/${name}`, summary };
  });
}

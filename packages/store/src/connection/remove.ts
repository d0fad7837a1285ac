import { audited } from '../audit/audited.ts';
import type { Store } from '../client.ts';
import { environmentId } from '../environment/id.ts';
import { StoreError } from '../error.ts';
import { announce } from '../event/announce.ts';
import type { Principal } from '../identity/principal.ts';

/** Removes a connection with its secrets. Messages for it wait until there is one again. Throws StoreError `not_found`. */
export function removeConnection(store: Store, principal: Principal, environment: string, name: string): Promise<void> {
  return audited(store, principal, 'connection.remove', async (tx) => {
    const id = await environmentId(tx, environment);
    const [before] = await tx.sql<{ type: string; settings: unknown }[]>`
      delete from connection where environment_id = ${id} and name = ${name} returning type, settings`;
    if (before === undefined) throw new StoreError('not_found', 'There is no such connection.');
    await tx.sql`delete from secret where environment_id = ${id} and name like ${`${name}/%`}`;
    await announce(tx, 'connections', name, environment);
    const summary = `Removed the connection ${name} of ${environment}.`;
    return { result: undefined, object: `connection:${environment}/${name}`, summary, before };
  });
}

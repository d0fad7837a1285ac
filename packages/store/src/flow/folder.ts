import { audited } from '../audit/audited.ts';
import type { Store } from '../client.ts';
import { StoreError } from '../error.ts';
import { announce } from '../event/announce.ts';
import type { Principal } from '../identity/principal.ts';

/** The folder a flow lies in, '' where it lies in none; null where there is no such flow. */
export async function folderOfFlow({ sql }: Pick<Store, 'sql'>, flow: string): Promise<string | null> {
  const [row] = await sql<{ folder: string }[]>`select folder from flow where id = ${flow}`;
  return row?.folder ?? null;
}

export interface Placed {
  flow: string;
  name: string;
  folder: string;
}

/** Every flow that is not archived, with its folder. */
export async function listFolders({ sql }: Pick<Store, 'sql'>): Promise<Placed[]> {
  return await sql<Placed[]>`
    select id as flow, coalesce(draft::json ->> 'name', id) as name, folder from flow where archived_at is null
    order by folder, name, id`;
}

/** Puts a flow into a folder, '' for none: who may see it and its runs follows. Throws StoreError `not_found`. */
export function moveFlow(store: Store, principal: Principal, flow: string, folder: string): Promise<void> {
  return audited<void>(store, principal, 'flow.move', async (tx) => {
    const [before] = await tx.sql<{ folder: string }[]>`select folder from flow where id = ${flow} for update`;
    if (before === undefined) throw new StoreError('not_found', 'There is no such flow.');
    if (before.folder === folder) return { result: undefined, object: null };
    await tx.sql`update flow set folder = ${folder} where id = ${flow}`;
    await announce(tx, 'flows', flow);
    const summary = folder === '' ? `Took ${flow} out of its folder.` : `Moved ${flow} into the folder ${folder}.`;
    return { result: undefined, object: `flow:${flow}`, summary, before, after: { folder } };
  });
}

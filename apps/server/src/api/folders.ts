import { foldersFor, listFolders, type Permission, type Principal, type Store } from '@throughline/store';

/**
 * Which flows a list may name to this caller: a list answers everybody who holds the right for some folder, and leaves out what lies
 * in others.
 */
export async function flowFilter(
  store: Store,
  principal: Principal,
  permission: Permission,
  environment: string | null,
): Promise<(flow: string) => boolean> {
  const folders = foldersFor(principal, permission, environment);
  if (folders === 'all') return () => true;
  const seen = new Set(
    (await listFolders(store)).filter(({ folder }) => folders.includes(folder)).map((one) => one.flow),
  );
  return (flow) => seen.has(flow);
}

/** The same for verbs that narrow by folder themselves; undefined does not narrow. */
export function folderLimit(
  principal: Principal,
  permission: Permission,
  environment: string,
): { folders: string[] | undefined } {
  const folders = foldersFor(principal, permission, environment);
  return { folders: folders === 'all' ? undefined : folders };
}

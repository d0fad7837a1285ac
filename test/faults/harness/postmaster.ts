import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { World } from './world.ts';

/** The process to hit; the cluster's keeper starts another when it ends. */
export function postmasterPid({ folder }: Pick<World, 'folder'>): number {
  return Number(readFileSync(join(folder, 'db/postgres/postmaster.pid'), 'utf8').split('\n')[0]);
}

/** Asked over a connection of its own, so that a pool's broken ones do not answer for it. */
export async function databaseIsUp({ store }: Pick<World, 'store'>): Promise<boolean> {
  return await store.sql`select 1`.then(
    () => true,
    () => false,
  );
}

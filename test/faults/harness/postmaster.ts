import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../../support/stage.ts';
import type { World } from './world.ts';

/** Hits the database's main process and waits until the one that the cluster's keeper starts after it answers. */
export async function strike(world: Pick<World, 'folder' | 'store'>, signal: 'SIGINT' | 'SIGKILL'): Promise<void> {
  const before = postmasterPid(world);
  process.kill(before, signal);
  // A restart takes its time to begin: until then the old one still answers.
  await until(async () => postmasterPid(world) !== before && (await isUp(world)), 60);
}

/** NaN while there is none. */
function postmasterPid({ folder }: Pick<World, 'folder'>): number {
  try {
    return Number(readFileSync(join(folder, 'db/postgres/postmaster.pid'), 'utf8').split('\n')[0]);
  } catch {
    return Number.NaN;
  }
}

async function isUp({ store }: Pick<World, 'store'>): Promise<boolean> {
  return await store.sql`select 1`.then(
    () => true,
    () => false,
  );
}

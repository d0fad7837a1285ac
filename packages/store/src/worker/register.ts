import type { Store } from '../client.ts';

export interface WorkerIdentity {
  id: string;
  host: string;
  pid: number;
  /** The pool under which graphile locks this worker's jobs: what has to be unlocked when it dies. */
  pool: string | null;
}

/** Says that a worker lives; one that was given up for dead is back with this. */
export async function registerWorker(store: Store, worker: WorkerIdentity): Promise<void> {
  const { id, host, pid, pool } = worker;
  await store.sql`
    insert into worker (id, host, pid, pool) values (${id}, ${host}, ${pid}, ${pool})
    on conflict (id) do update set beat_at = clock_timestamp(), pool = excluded.pool`;
}

/** Says that this worker got something done; a worker with due work and no progress for 15 s is unwell. */
export async function noteProgress(store: Store, id: string): Promise<void> {
  await store.sql`update worker set progress_at = clock_timestamp() where id = ${id}`;
}

/** Gives back what a pool of graphile's that is no more has locked. */
export async function unlockPool(store: Store, pool: string): Promise<void> {
  await store.sql`select graphile_worker.force_unlock_workers(${[pool]})`;
}

import type { Store } from '../client.ts';

export async function registerWorker(store: Store, worker: { id: string; host: string; pid: number }): Promise<void> {
  await store.sql`insert into worker (id, host, pid) values (${worker.id}, ${worker.host}, ${worker.pid})`;
}

/** Says that this worker got something done; a worker with due work and no progress for 15 s is unwell. */
export async function noteProgress(store: Store, id: string): Promise<void> {
  await store.sql`update worker set progress_at = clock_timestamp() where id = ${id}`;
}

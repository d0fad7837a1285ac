import { eq } from 'drizzle-orm';
import type { Store } from '../client.ts';
import { run } from '../schema/tables.ts';

/** The answer a run gave to its caller, JSON text {status, headers, body}; null while there is none. */
export async function readAnswer(store: Store, id: string): Promise<string | null> {
  const [row] = await store.db.select({ answer: run.answer }).from(run).where(eq(run.id, id));
  return row?.answer == null ? null : store.keys.open(row.answer, `answer:${id}`).toString();
}

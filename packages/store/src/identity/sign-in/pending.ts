import { createHash } from 'node:crypto';
import type { Store } from '../../client.ts';
import { newId } from '../../id.ts';

/** Keeps what a sign-in under way must remember, until it is taken or ten minutes went by. */
export async function keepPending({ sql }: Store, kind: string, key: string, value: object): Promise<void> {
  await sql`delete from verification where expires_at < now()`;
  await sql`
    insert into verification (id, identifier, value, expires_at)
    values (${newId()}, ${nameOf(kind, key)}, ${JSON.stringify(value)}, now() + interval '10 minutes')`;
}

/** Takes it, once; null when it is not there or over. */
export async function takePending<T>({ sql }: Store, kind: string, key: string): Promise<T | null> {
  const [row] = await sql<{ value: string; isOver: boolean }[]>`
    delete from verification where identifier = ${nameOf(kind, key)} returning value, expires_at < now() as "isOver"`;
  return row === undefined || row.isOver ? null : (JSON.parse(row.value) as T);
}

function nameOf(kind: string, key: string): string {
  return `${kind}:${createHash('sha256').update(key).digest('hex')}`;
}

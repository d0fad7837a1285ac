import type { Store } from '../client.ts';
import { StoreError } from '../error.ts';
import type { Tx } from '../tx.ts';

/** Throws StoreError `not_found`. */
export async function environmentId({ sql }: Pick<Store, 'sql'> | Pick<Tx, 'sql'>, name: string): Promise<number> {
  const [found] = await sql<{ id: number }[]>`select id from environment where name = ${name}`;
  if (found === undefined) throw new StoreError('not_found', `There is no environment ${name}.`);
  return found.id;
}

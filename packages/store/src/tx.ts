import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import type postgres from 'postgres';
import type { Sql, Store } from './client.ts';

/** The store inside one transaction: both clients speak on its connection. */
export interface Tx {
  sql: postgres.TransactionSql;
  db: PostgresJsDatabase;
}

/** Runs `work` in one transaction: it commits when `work` resolves and leaves nothing behind when it throws. */
export async function inTransaction<T>(store: Pick<Store, 'sql'>, work: (tx: Tx) => Promise<T>): Promise<T> {
  const result = await store.sql.begin(async (sql) => {
    // drizzle looks for the client's options, which postgres.js gives to the pool only.
    const client = Object.assign(sql, { options: store.sql.options });
    return { value: await work({ sql, db: drizzle(client as unknown as Sql) }) };
  });
  return result.value;
}

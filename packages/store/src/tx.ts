import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import type postgres from 'postgres';
import type { Sql, Store } from './client.ts';

/** The store inside one transaction: both clients speak on its connection. */
export interface Tx {
  sql: postgres.TransactionSql;
  db: PostgresJsDatabase;
}

/** Runs `read`, which writes nothing, on all of the database as it stands at one moment. */
export async function atOneMoment<T>(store: Store, read: (still: Store) => Promise<T>): Promise<T> {
  const result = await store.sql.begin('isolation level repeatable read read only', async (sql) => {
    const client = clientOf(store, sql);
    return { value: await read({ ...store, sql: client, db: drizzle(client) }) };
  });
  return result.value;
}

/** Runs `work` in one transaction: it commits when `work` resolves and leaves nothing behind when it throws. */
export async function inTransaction<T>(store: Pick<Store, 'sql'>, work: (tx: Tx) => Promise<T>): Promise<T> {
  const result = await store.sql.begin(async (sql) => {
    return { value: await work({ sql, db: drizzle(clientOf(store, sql)) }) };
  });
  return result.value;
}

/** drizzle looks for the client's options, which postgres.js gives to the pool only. */
function clientOf(store: Pick<Store, 'sql'>, sql: postgres.TransactionSql): Sql {
  return Object.assign(sql, { options: store.sql.options }) as unknown as Sql;
}

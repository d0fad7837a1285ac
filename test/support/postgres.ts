import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** A server that may create databases, and the migrated database to clone; see createDatabase. */
    database: { url: string; template: string; application: string | null };
  }
}

export interface TestDatabase {
  url: string;
  /** The same as the role that owns nothing; null where there is no such role. It may do nothing until migrate() says so. */
  applicationUrl: string | null;
  /** Drops it. Throws when a connection to it is still open. Done after the file's last test where the test does not. */
  close(): Promise<void>;
}

const GRACE_MS = 1000;
const open = new Set<TestDatabase>();

/** A migrated database of this test file's own, cloned from the run's template in a few hundredths of a second. */
export async function createDatabase(): Promise<TestDatabase> {
  const { url: server, template, application } = inject('database');
  const name = `throughline_test_${randomBytes(6).toString('hex')}`;
  await once(server, (sql) => sql`create database ${sql(name)} template ${sql(template)} strategy file_copy`);
  const database: TestDatabase = {
    url: at(server, name),
    applicationUrl: application === null ? null : at(application, name),
    close: async () => {
      if (!open.delete(database)) return;
      const leaked = await once(server, (sql) => dropped(sql, name));
      if (leaked.length > 0) throw new Error(`the test left ${leaked.length} connection(s) open: ${leaked.join('; ')}`);
    },
  };
  open.add(database);
  return database;
}

function at(address: string, name: string): string {
  const url = new URL(address);
  url.pathname = `/${name}`;
  return url.href;
}

/** Closes what the tests of this file left open; a connection left open fails the file. */
export async function closeDatabases(): Promise<void> {
  for (const database of open) await database.close();
}

async function dropped(sql: postgres.Sql, name: string): Promise<string[]> {
  const deadline = Date.now() + GRACE_MS;
  let leaked = await connectionsTo(sql, name);
  while (leaked.length > 0 && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 25));
    leaked = await connectionsTo(sql, name);
  }
  // Not by force: that would end an autovacuum worker too, which we may not; to a plain drop it yields.
  if (leaked.length > 0) {
    await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name} and backend_type = 'client backend'`;
  }
  await sql`drop database ${sql(name)}`;
  return leaked;
}

async function connectionsTo(sql: postgres.Sql, name: string): Promise<string[]> {
  const rows = await sql<{ application_name: string; state: string | null; query: string }[]>`
    select application_name, state, left(query, 80) as query from pg_stat_activity
    where datname = ${name} and backend_type = 'client backend'`;
  return rows.map((row) => `${row.application_name} (${row.state}, last: ${row.query})`);
}

/** One connection to a database, as its own client would open it. */
export function openSql(url: string): postgres.Sql {
  return postgres(url, { max: 1, onnotice: () => {}, connection: { application_name: 'throughline test' } });
}

async function once<T>(url: string, ask: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = openSql(url);
  try {
    return await ask(sql);
  } finally {
    await sql.end();
  }
}

import postgres from 'postgres';
import { expect, it } from 'vitest';
import { createDatabase } from './support/postgres.ts';

it('gives every caller a database of its own', async () => {
  const [one, two] = await Promise.all([createDatabase(), createDatabase()]);
  const sql = postgres(one.url, { max: 1 });
  await sql`create table only_here (id int)`;
  await sql.end();
  const other = postgres(two.url, { max: 1 });
  const [row] = await other`select to_regclass('only_here') as found`;
  await other.end();
  expect(row).toEqual({ found: null });
  await Promise.all([one.close(), two.close()]);
});

it('runs PostgreSQL 15 or newer with durable commits', async () => {
  const { url, close } = await createDatabase();
  const sql = postgres(url, { max: 1 });
  const [row] =
    await sql`select current_setting('server_version_num')::int as version, current_setting('synchronous_commit') as sync`;
  await sql.end();
  expect(row?.['version']).toBeGreaterThanOrEqual(150_000);
  expect(row?.['sync']).toBe('on');
  await close();
});

it('fails a test that leaves a connection open', async () => {
  const { url, close } = await createDatabase();
  const leaked = postgres(url, { max: 1, connection: { application_name: 'careless' } });
  await leaked`select 1`;
  await expect(close()).rejects.toThrow(/left 1 connection\(s\) open: careless \(idle, last: select 1/);
  await leaked.end({ timeout: 0 });
});

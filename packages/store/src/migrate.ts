import { readdir, readFile } from 'node:fs/promises';
import { runMigrations } from 'graphile-worker';
import { grantToApplication } from './audit/guard.ts';
import { connect, SCHEMA } from './client.ts';
import { StoreError } from './error.ts';

const folder = new URL('./migrations/', import.meta.url);

/**
 * Brings a database to this version's schema: graphile-worker's first, then ours, each file once, forward only. `application` is a role
 * that works in it without owning it; left out, the owner does.
 */
export async function migrate(url: string, application?: string): Promise<{ applied: string[] }> {
  await runMigrations({ connectionString: url });
  const sql = connect(url, 'throughline migrate', 1);
  try {
    return await sql.begin(async (tx) => {
      await tx`select pg_advisory_xact_lock(hashtext('throughline.migrate'))`;
      await tx.unsafe(`create schema if not exists ${SCHEMA}`);
      await tx`create table if not exists migration (name text primary key, applied_at timestamptz not null default now())`;
      const known = new Set((await tx<{ name: string }[]>`select name from migration`).map((row) => row.name));
      const files = (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort();
      const newer = [...known].filter((name) => !files.includes(name));
      if (newer.length > 0) {
        throw new StoreError(
          'schema_newer',
          `This database was migrated by a newer Throughline (${newer.join(', ')}); start that version instead.`,
        );
      }
      const applied: string[] = [];
      for (const file of files) {
        if (known.has(file)) continue;
        await tx.unsafe(await readFile(new URL(file, folder), 'utf8'));
        await tx`insert into migration (name) values (${file})`;
        applied.push(file);
      }
      await tx`select ensure_partitions(2, 14)`;
      if (application !== undefined) await grantToApplication(tx, application);
      return { applied };
    });
  } finally {
    await sql.end();
  }
}

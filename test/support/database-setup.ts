import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCluster } from '@throughline/server/postgres';
import * as store from '@throughline/store';
import postgres from 'postgres';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** A server that may create databases, and the migrated database to clone; see createDatabase. */
    database: { url: string; template: string };
  }
}

const template = `throughline_template_${process.pid}`;

/** Once per run: a PostgreSQL (DATABASE_URL's, else one made for this run) with a migrated template database. */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const server = await openServer();
  const sql = postgres(server.url, { max: 1, onnotice: () => {} });
  await sql`create database ${sql(template)}`;
  if ('migrate' in store) await (store.migrate as (url: string) => Promise<unknown>)(urlOf(server.url, template));
  provide('database', { url: server.url, template });
  return async () => {
    await sql`drop database if exists ${sql(template)} with (force)`;
    await sql.end();
    await server.close();
  };
}

function urlOf(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}

async function openServer(): Promise<{ url: string; close(): Promise<void> }> {
  const given = process.env['DATABASE_URL'];
  if (given) return { url: given, close: async () => {} };
  const folder = await mkdtemp(join(tmpdir(), 'throughline-test-'));
  const log = (line: string) => console.error(`[database] ${line}`);
  const cluster = await openCluster({ folder, log, settings: { fsync: 'off', full_page_writes: 'off' } });
  return {
    url: cluster.url,
    close: async () => {
      await cluster.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

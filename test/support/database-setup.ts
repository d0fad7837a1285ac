import { existsSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCluster } from '@throughline/server/postgres';
import { migrate } from '@throughline/store';
import postgres from 'postgres';
import type { TestProject } from 'vitest/node';

const PREFIX = 'throughline-test-';
const ROOM_BYTES = 2 * 1024 ** 3;

/** Once per run and project: a PostgreSQL (DATABASE_URL's, else one made for this run) with a migrated template database. */
export async function setup({ name, provide }: TestProject): Promise<() => Promise<void>> {
  const template = `throughline_template_${process.pid}_${name}`;
  const server = await openServer(name);
  const sql = postgres(server.url, { max: 1, onnotice: () => {} });
  await sql`create database ${sql(template)}`;
  await migrate(urlOf(server.url, template));
  provide('database', { url: server.url, template, application: server.application });
  return async () => {
    // Not by force: an autovacuum worker yields to a plain drop, but may not be terminated by us.
    await sql`drop database if exists ${sql(template)}`;
    await sql.end();
    await server.close();
  };
}

function urlOf(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}

async function openServer(
  project: string,
): Promise<{ url: string; application: string | null; close(): Promise<void> }> {
  const given = process.env['DATABASE_URL'];
  if (given) return { url: given, application: null, close: async () => {} };
  const folder = freshFolder(project);
  const log = (line: string) => console.error(`[database] ${line}`);
  const cluster = await openCluster({ folder, log, settings: { fsync: 'off', full_page_writes: 'off' } });
  return {
    url: cluster.url,
    application: cluster.applicationUrl,
    close: async () => {
      await cluster.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** In memory where there is room, else on disk; sweeps up what killed runs left. */
function freshFolder(project: string): string {
  const places = [...(roomIn('/dev/shm') > ROOM_BYTES ? ['/dev/shm'] : []), tmpdir()];
  for (const place of places) {
    for (const name of readdirSync(place).filter((entry) => entry.startsWith(PREFIX))) {
      if (!isRunning(Number(name.slice(PREFIX.length)))) rmSync(join(place, name), { recursive: true, force: true });
    }
  }
  return join(places[0] as string, `${PREFIX}${process.pid}`, project);
}

function roomIn(folder: string): number {
  if (!existsSync(folder)) return 0;
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

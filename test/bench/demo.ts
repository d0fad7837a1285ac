import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCluster } from '@throughline/server/postgres';
import { serve } from '@throughline/server/serve';
import type { Page } from 'playwright-core';

const PASSWORD = 'a password for this bench only';

export interface Demo {
  url: string;
  databaseUrl: string;
  close(): Promise<void>;
}

/** The demo hospital's server, in this process. */
export async function openDemo(): Promise<Demo> {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-bench-'));
  const cluster = await openCluster({ folder, log: () => {} });
  const served = await serve({
    databaseUrl: cluster.url,
    host: '127.0.0.1',
    port: 0,
    mllpPort: 0,
    roles: ['api', 'intake', 'worker'],
    dataFolder: folder,
    masterKey: randomBytes(32),
    adminPassword: PASSWORD,
    demo: true,
    log: () => {},
  });
  return {
    url: served.url,
    databaseUrl: cluster.url,
    close: async () => {
      await served.close();
      await cluster.close('fast');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function signIn(page: Page): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('Email').fill('admin@throughline.local');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
}

/** Asks the API as the person of this window. */
export async function tell(page: Page, method: string, path: string, json: unknown): Promise<unknown> {
  const answer = await page.evaluate(
    async (asked) => {
      const headers = { 'content-type': 'application/json' };
      const { method: verb, path: at, body } = asked;
      const got = await fetch(`/api/v1${at}`, { method: verb, headers, body });
      return { status: got.status, body: (await got.json()) as unknown };
    },
    { method, path, body: JSON.stringify(json) },
  );
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

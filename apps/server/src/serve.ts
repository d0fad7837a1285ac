import { serve as listen } from '@hono/node-server';
import { Hono } from 'hono';

export type Role = 'api' | 'intake' | 'worker';

export interface ServeOptions {
  databaseUrl: string;
  host: string;
  port: number;
  mllpPort: number;
  roles: readonly Role[];
  /** Absolute; files the server keeps outside the database. */
  dataFolder: string;
  /** Password of the first admin, should this start make the account. */
  adminPassword?: string;
  /** Seed the demo hospital and run its partner systems. */
  demo: boolean;
  log: (line: string) => void;
}

export interface Served {
  url: string;
  close(): Promise<void>;
}

/** Opens the doors of the given roles; resolves when they answer. */
export async function serve({ host, port }: ServeOptions): Promise<Served> {
  const app = new Hono().get('/healthz', (c) => c.json({ status: 'ok' }));
  const server = await new Promise<ReturnType<typeof listen>>((resolve) => {
    const opened = listen({ fetch: app.fetch, hostname: host, port }, () => resolve(opened));
  });
  return {
    url: `http://${host}:${port}`,
    close: () => new Promise((resolve, reject) => server.close((error) => (error ? reject(error) : resolve()))),
  };
}

import type { AddressInfo } from 'node:net';
import { type HttpBindings, serve } from '@hono/node-server';
import type { Hono } from 'hono';

export interface Listening {
  port: number;
  url: string;
  /** Ends open sockets too, those left hanging among them. */
  close(): Promise<void>;
}

/** Serves on loopback; port 0 takes any free one. Rejects when the port is taken. */
export function listen(app: Hono<{ Bindings: HttpBindings }>, port: number): Promise<Listening> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, port, hostname: '127.0.0.1' });
    server.once('error', reject);
    server.once('listening', () => {
      const taken = (server.address() as AddressInfo).port;
      const close = () =>
        new Promise<void>((done, fail) => {
          server.close((error) => (error ? fail(error) : done()));
          if ('closeAllConnections' in server) server.closeAllConnections();
        });
      resolve({ port: taken, url: `http://127.0.0.1:${taken}`, close });
    });
  });
}

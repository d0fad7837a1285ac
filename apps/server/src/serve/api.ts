import type { RequestListener } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
export async function openApi(_o: unknown): Promise<RequestListener> {
  return getRequestListener(new Hono().get('/', (c) => c.text('hi')).fetch);
}

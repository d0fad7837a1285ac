import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import type { Context, Hono } from 'hono';
import type { ApiEnv } from './deps.ts';
import { missing } from './refusal.ts';

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.woff2': 'font/woff2',
};

/** Put by the build where a nonce belongs. */
const NONCE = '__NONCE__';
const YEAR = 'public, max-age=31536000, immutable';

/** The web app at / and every address that is nobody else's, and the API's pages at /api/docs. Nothing comes from elsewhere. */
export function openPages(app: Hono<ApiEnv>, designer: string | undefined): void {
  const swagger = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  const documents = new URL('./docs/', import.meta.url).pathname;
  app.get('/api/docs', (c) => sendPage(c, join(documents, 'index.html'), docsPolicy));
  app.get('/api/docs/docs.js', (c) => sendFile(c, join(documents, 'docs.js')));
  app.get('/api/docs/:file{swagger-ui(-bundle)?\\.(css|js)}', (c) => sendFile(c, join(swagger, c.req.param('file'))));

  app.get('/assets/*', (c) => sendFile(c, within(designer, c.req.path), YEAR));
  app.get('*', async (c, next) => {
    if (c.req.path.startsWith('/api/')) return next();
    if (extname(c.req.path) !== '') return sendFile(c, within(designer, c.req.path));
    if (designer === undefined)
      return c.text('The web app is not built; run the build script of apps/designer.\n', 503);
    return sendPage(c, join(designer, 'index.html'), appPolicy);
  });
}

/** Scripts and styles are files of ours; the style tags that Mantine writes carry this answer's nonce. */
function appPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    // Monaco's lines and workers, and the sanitiser of its hover texts.
    'trusted-types default monaco dompurify',
  ].join('; ');
}

function docsPolicy(): string {
  return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
}

async function sendPage(c: Context<ApiEnv>, path: string, policy: (nonce: string) => string): Promise<Response> {
  const nonce = randomBytes(16).toString('base64');
  const html = (await read(path)).toString('utf8').replaceAll(NONCE, nonce);
  return c.body(html, 200, {
    'content-type': types['.html']!,
    'content-security-policy': policy(nonce),
    'cache-control': 'no-store',
  });
}

async function sendFile(c: Context<ApiEnv>, path: string, caching = 'no-cache'): Promise<Response> {
  const type = types[extname(path)];
  if (type === undefined) throw missing();
  return c.body(new Uint8Array(await read(path)), 200, { 'content-type': type, 'cache-control': caching });
}

async function read(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch {
    throw missing();
  }
}

/** A file below the folder; a path that climbs, or cannot be read, names none. */
function within(folder: string | undefined, path: string): string {
  const inside = decoded(path);
  if (folder === undefined || inside.includes('\0') || /(^|[\\/])\.\.([\\/]|$)/.test(inside)) throw missing();
  return join(folder, inside);
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw missing();
  }
}

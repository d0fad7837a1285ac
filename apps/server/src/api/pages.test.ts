import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import type { ApiEnv } from './deps.ts';
import { openPages } from './pages.ts';
import { answerProblem } from './problem.ts';
import { Refusal } from './refusal.ts';

function open(designer: string | undefined) {
  const app = new Hono<ApiEnv>();
  app.onError((error, c) =>
    error instanceof Refusal ? c.text(error.code, error.status) : answerProblem(error, c, never),
  );
  openPages(app, designer);
  return (path: string) => app.request(`http://throughline.test${path}`);
}
const never = { log: { error: () => {} } } as never;

const folder = mkdtempSync(join(tmpdir(), 'throughline-pages-'));
writeFileSync(
  join(folder, 'index.html'),
  '<meta property="csp-nonce" nonce="__NONCE__"><script nonce="__NONCE__"></script>',
);
writeFileSync(join(folder, 'throughline.svg'), '<svg/>');
writeFileSync(join(folder, 'secret.key'), 'secret');

describe('the web app', () => {
  const get = open(folder);

  it('is served at every address of its own, each time with another nonce', async () => {
    const nonces = new Set<string>();
    for (const path of ['/', '/dev', '/dev/runs/1']) {
      const answer = await get(path);
      const nonce = /nonce="([^"]+)"/.exec(await answer.text())?.[1] ?? '';
      expect(answer.headers.get('content-security-policy')).toContain(`style-src 'self' 'nonce-${nonce}'`);
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(3);
  });

  it('allows no inline script, no foreign source, no frame and no untrusted markup (O01)', async () => {
    const policy = (await get('/')).headers.get('content-security-policy')!;
    expect(policy).toMatch(/^default-src 'none'; script-src 'self';/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toMatch(/unsafe|https?:|\*|data:/);
  });

  it.each([
    '/secret.key',
    '/..%2f..%2fetc%2fpasswd.svg',
    '/%2e%2e/package.json',
    '/assets/..%2findex.html',
    '/%00.svg',
    '/%zz.svg',
    '/none.svg',
  ])('gives nothing for %s (P01)', async (path) => {
    expect((await get(path)).status).toBe(404);
  });

  it('gives its own files', async () => expect((await get('/throughline.svg')).status).toBe(200));

  it('says so where it is not built', async () => {
    const answer = await open(undefined)('/');
    expect([answer.status, await answer.text()]).toEqual([503, expect.stringContaining('not built')]);
  });
});

describe('the API reference', () => {
  it.each(['/api/docs', '/api/docs/docs.js', '/api/docs/swagger-ui.css', '/api/docs/swagger-ui-bundle.js'])(
    'serves %s itself',
    async (path) => {
      const answer = await open(undefined)(path);
      expect(answer.status).toBe(200);
      expect(await answer.text()).not.toMatch(/<script[^>]+src="https?:/);
    },
  );

  it('serves no other file of that package', async () => {
    expect((await open(undefined)('/api/docs/package.json')).status).toBe(404);
  });
});

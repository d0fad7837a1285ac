import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { exampleOf } from './example.ts';

const folder = mkdtempSync(join(tmpdir(), 'throughline-example-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const door = { method: 'POST', place: '/in/dev/usage', contentType: 'application/json', keyHeader: null };
const none = { apiKey: null, signature: null, token: null, certificate: null };

it.each(['hex', 'base64'] as const)('signs as a door checks it, in %s', (encoding) => {
  const signature = { header: 'X-Signature', encoding, prefix: 'sha256=', windowS: 300 };
  const ways = { ...none, signature };
  const text = exampleOf({ ...door, ways }, 'https://here.test');
  writeFileSync(join(folder, 'message'), '{"id":1}');
  // As written, but for the clock and the sending itself.
  const script = text.replace('NOW=$(date +%s)', 'NOW=1767225600').replace(/curl.*$/s, 'printf %s "$SIGNATURE"');
  const env = { ...process.env, SECRET: 'tls_secret', KEY_ID: 'k_1' };
  const found = execFileSync('sh', ['-c', script], { cwd: folder, env, encoding: 'utf8' });
  expect(found).toBe(createHmac('sha256', 'tls_secret').update('1767225600.{"id":1}').digest(encoding));
  expect(text).toContain('-H "X-Signature: sha256=$SIGNATURE"');
});

it('sends a key in the header that the door names', () => {
  const ways = { ...none, apiKey: { header: 'X-Key' } };
  const text = exampleOf({ ...door, ways, keyHeader: 'Idempotency-Key' }, 'https://here.test');
  expect(text).toContain('-H "X-Key: $KEY"');
  expect(text).toContain("-H 'Idempotency-Key: ");
});

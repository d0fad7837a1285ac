import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVault } from './vault.ts';

/** Speaks the part of Vault's KV version 2 that is asked for: GET /v1/<mount>/data/<path> with X-Vault-Token. */
let server: Server;
let address = '';
const asked: string[] = [];
beforeAll(async () => {
  server = createServer((req, res) => {
    asked.push(req.url ?? '');
    const send = (status: number, body: unknown) => {
      res.writeHead(status, { 'content-type': 'application/json' });
      res.end(JSON.stringify(body));
    };
    if (req.headers['x-vault-token'] !== 'root') return send(403, { errors: ['permission denied'] });
    if (req.url !== '/v1/kv/data/hospital/erp') return send(404, { errors: [] });
    send(200, { data: { data: { clientSecret: 'from the vault' }, metadata: { version: 3 } } });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

describe('a vault', () => {
  it('gives one field of a secret, asked for once in a burst', async () => {
    const read = createVault({ address: `${address}/`, token: 'root' });
    const values = await Promise.all(Array.from({ length: 20 }, () => read('kv/hospital/erp#clientSecret')));
    expect(new Set(values)).toEqual(new Set(['from the vault']));
    expect(asked).toEqual(['/v1/kv/data/hospital/erp']);
  });

  it.each([
    ['a field that is not there', 'kv/hospital/erp#password', 'root'],
    ['a path that is not there', 'kv/hospital/none#password', 'root'],
    ['a token that is not taken', 'kv/hospital/erp#clientSecret', 'wrong'],
    ['a reference with dots to climb', 'kv/../sys#x', 'root'],
  ])('refuses %s with a sentence that shows nothing of it', async (_, reference, token) => {
    const error = await createVault({ address, token })(reference).catch((cause: Error) => cause);
    expect(error).toMatchObject({ code: 'vault_failed' });
    expect(String(error)).not.toContain('from the vault');
  });

  it('says that nobody answers', async () => {
    const read = createVault({ address: 'http://127.0.0.1:9', token: 'root' });
    await expect(read('kv/a#b')).rejects.toMatchObject({ code: 'vault_failed' });
  });
});

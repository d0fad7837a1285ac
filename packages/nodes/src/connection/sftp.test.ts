import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { newKey, openSshServer, type SshServer, type SshServerOptions } from '../../../../test/support/ssh-server.ts';
import { createRuns } from '../runs.ts';
import { CONTEXT, reachOf } from '../trial/delivery.ts';
import { closedPort, listenAsCanary, listenRaw } from '../trial/server.ts';
import { sftpConnection } from './sftp.ts';

const runs = createRuns();
const servers: SshServer[] = [];
const folder = mkdtempSync(join(tmpdir(), 'throughline-sftp-'));
mkdirSync(join(folder, 'outbox/erp'), { recursive: true });
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});
afterAll(async () => {
  await runs.close();
  rmSync(folder, { recursive: true });
});

const PASSWORD = 'a password of these trials';

async function server(more: Partial<SshServerOptions> = {}): Promise<SshServer> {
  const opened = await openSshServer({ folder, user: 'us', password: PASSWORD, ...more });
  servers.push(opened);
  return opened;
}

function tried(port: number, settings: object, secrets: Record<string, string>, more: object = {}) {
  const whole = { host: '127.0.0.1', port, username: 'us', ...settings };
  const bound = [`127.0.0.1:${port}`];
  return runs.tryConnection(
    { name: 'files', type: 'sftp', settings: whole, secrets, bound, ...more },
    reachOf(),
    CONTEXT,
  );
}

const byPassword = { auth: 'password' };

// Key exchanges take their time on a machine that is busy.
describe('a connection over SFTP', { timeout: 30_000 }, () => {
  it('signs in with a password and sees its folder', async () => {
    const { port, fingerprint } = await server();
    const settings = { ...byPassword, hostKeys: [fingerprint], folder: 'outbox/erp' };
    expect(await tried(port, settings, { password: PASSWORD })).toMatchObject({ ok: true, code: 'signed_in' });
    const refused = await tried(port, settings, { password: 'another password' });
    expect(refused).toMatchObject({ ok: false, code: 'sign_in_refused' });
    const missing = await tried(port, { ...settings, folder: 'nowhere' }, { password: PASSWORD });
    expect(missing).toMatchObject({ ok: false, code: 'folder_missing' });
  });

  it('signs in with a private key, with and without a passphrase, and says when it cannot be read', async () => {
    for (const passphrase of [undefined, 'words that open it']) {
      const key = newKey(passphrase);
      const { port, fingerprint } = await server({ publicKey: key.public });
      const settings = { auth: 'key', hostKeys: [fingerprint] };
      const secrets = { privateKey: key.private, ...(passphrase ? { passphrase } : {}) };
      expect(await tried(port, settings, secrets)).toMatchObject({ ok: true });
      const another = await tried(port, settings, { privateKey: newKey().private });
      expect(another).toMatchObject({ ok: false, code: 'sign_in_refused' });
      const noKey = await tried(port, settings, { privateKey: 'no key' });
      expect(noKey).toMatchObject({ ok: false, code: 'secret_invalid' });
      if (passphrase === undefined) continue;
      const closed = await tried(port, settings, { privateKey: key.private });
      expect(closed).toMatchObject({ ok: false, code: 'secret_invalid' });
    }
  });

  it('P04: without a pinned key nothing of ours is shown, and the key it shows is offered to be confirmed', async () => {
    const { port, fingerprint, attempts } = await server();
    const result = await tried(port, { ...byPassword, hostKeys: [] }, { password: PASSWORD });
    expect(result).toMatchObject({
      ok: false,
      code: 'host_key_unknown',
      offer: { field: 'hostKeys', value: fingerprint },
    });
    expect(result.sentence).toContain(fingerprint);
    expect(attempts).toEqual([]);
    const settings = sftpConnection.settings.parse({ host: 'h.example', username: 'us' });
    expect(sftpConnection.unfinished?.(settings)).toHaveLength(1);
  });

  it('P04: a host that shows another key than the pinned one gets no credential', async () => {
    const [first, second] = [await server(), await server()];
    const settings = { ...byPassword, hostKeys: [first.fingerprint] };
    const result = await tried(second.port, settings, { password: PASSWORD });
    expect(result).toMatchObject({ ok: false, code: 'host_key_changed', offer: { value: second.fingerprint } });
    expect(second.attempts).toEqual([]);
    // While a key is being changed both are pinned.
    const both = { ...byPassword, hostKeys: [first.fingerprint, second.fingerprint] };
    expect(await tried(second.port, both, { password: PASSWORD })).toMatchObject({ ok: true });
  });

  it('P04: a host that asks for a password when we come with a key never gets one', async () => {
    const { port, fingerprint, attempts } = await server();
    const secrets = { privateKey: newKey().private, password: PASSWORD };
    const result = await tried(port, { auth: 'key', hostKeys: [fingerprint] }, secrets);
    expect(result).toMatchObject({ ok: false, code: 'sign_in_refused' });
    expect(attempts.join(' ')).not.toContain('password');
  });

  it.each([
    ['kex', { kex: ['diffie-hellman-group14-sha1'] }],
    ['cipher', { cipher: ['aes256-cbc'] }],
    ['hmac', { hmac: ['hmac-sha1'], cipher: ['aes256-ctr'] }],
  ])('P04: a host whose %s is outdated is not spoken to', async (_, algorithms) => {
    const { port, fingerprint, attempts } = await server({ algorithms: algorithms as never });
    const result = await tried(port, { ...byPassword, hostKeys: [fingerprint] }, { password: PASSWORD });
    expect(result).toMatchObject({ ok: false, code: 'encryption_outdated' });
    expect(attempts).toEqual([]);
  });

  it('R05: reaches nothing inside the house without a rule, and no host its secrets are not bound to', async () => {
    const canary = await listenAsCanary();
    const settings = { host: '127.0.0.1', port: canary.port, username: 'us', ...byPassword, hostKeys: [] };
    const connection = { name: 'files', type: 'sftp', settings, secrets: { password: PASSWORD } };
    const blocked = await runs.tryConnection(connection, reachOf({ allow: [] }), CONTEXT);
    expect(blocked).toMatchObject({ ok: false, code: 'egress_blocked' });
    const elsewhere = await runs.tryConnection({ ...connection, bound: ['files.example:22'] }, reachOf(), CONTEXT);
    expect(elsewhere).toMatchObject({ ok: false, code: 'connection_host_mismatch' });
    expect(canary.connections).toHaveLength(0);
    await canary.close();
  });

  it('says what it met where nothing speaks SSH', async () => {
    const settings = { ...byPassword, hostKeys: [] };
    const secrets = { password: PASSWORD };
    expect(await tried(await closedPort(), settings, secrets)).toMatchObject({ ok: false, code: 'connect_refused' });
    const other = await listenRaw((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    expect(await tried(other.port, settings, secrets)).toMatchObject({ ok: false, code: 'connect_lost' });
    await other.close();
  });
});

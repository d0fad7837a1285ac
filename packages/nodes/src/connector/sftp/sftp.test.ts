import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connection } from '@throughline/engine';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSshServer, type SshServer, type SshServerOptions } from '../../../../../test/support/ssh-server.ts';
import { createRuns } from '../../runs.ts';
import { deliveryOf, errorOf, RECEIPT_MESSAGE, reachOf } from '../../trial/delivery.ts';
import { closedPort } from '../../trial/server.ts';
import { type Behaviour, type Destination, putThroughCases } from '../cases.ts';

const runs = createRuns();
const run = runs.effect.get('connector.sftp')!;
const PASSWORD = 'a password of these trials';
const servers: SshServer[] = [];
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'throughline-put-'));
  mkdirSync(join(folder, 'in'));
});
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
  rmSync(folder, { recursive: true });
});
afterAll(() => runs.close());

function connectionAt(port: number, hostKeys: string[]): Connection {
  const settings = { host: '127.0.0.1', port, username: 'us', auth: 'password', hostKeys, folder: 'in' };
  return { name: 'files', type: 'sftp', settings, secrets: { password: PASSWORD } };
}

async function serve(more: Partial<SshServerOptions> = {}): Promise<Connection> {
  const server = await openSshServer({ folder, user: 'us', password: PASSWORD, ...more });
  servers.push(server);
  return connectionAt(server.port, [server.fingerprint]);
}

const send = (connection: Connection, settings: Record<string, unknown> = {}, more = {}) => {
  const reach = reachOf({ connections: [connection] });
  return run(deliveryOf({ connection: 'files', ...settings }, { reach, ...more }));
};

const BEHAVIOURS: Partial<Record<Behaviour, Partial<SshServerOptions>>> = {
  accepts: {},
  refuses: { refuse: 'OPEN' },
  'acts and never answers': { mute: 'RENAME' },
};
const NO_ANSWER = 'SFTP has no such answer';

putThroughCases({
  type: 'connector.sftp',
  run: (delivery) => run({ ...delivery, settings: { connection: 'files', ...delivery.settings } }),
  async destination(behaviour): Promise<Destination> {
    const options = BEHAVIOURS[behaviour];
    const connection = options === undefined ? connectionAt(await closedPort(), []) : await serve(options);
    return {
      settings: { timeoutS: 1 },
      connections: [connection],
      keys: () => readdirSync(join(folder, 'in')),
      close: async () => {},
    };
  },
  aimAt: null,
  skip: {
    'a busy destination is class rate-limited, with its delay': NO_ANSWER,
    'an endless answer ends at a limit': NO_ANSWER,
  },
});

describe('a file put by SFTP', { timeout: 30_000 }, () => {
  const inside = () => readdirSync(join(folder, 'in'));

  it('is whole under its name, from the key or of its own', async () => {
    const connection = await serve();
    expect(await send(connection)).toMatchObject({ status: 'written', reference: 'd41f2c9be0.json' });
    expect(await send(connection, { name: 'PO-7781.edi' }, { message: '"UNB+UNOA"', key: 'two' })).toMatchObject({
      reference: 'PO-7781.edi',
      answer: expect.stringContaining('"bytes":8'),
    });
    expect(readFileSync(join(folder, 'in/d41f2c9be0.json'), 'utf8')).toBe(RECEIPT_MESSAGE);
    expect(readFileSync(join(folder, 'in/PO-7781.edi'), 'utf8')).toBe('UNB+UNOA');
    expect(inside()).toHaveLength(2);
    // One session for both.
    expect(servers[0]!.attempts).toHaveLength(1);
  });

  it('of several megabytes is byte for byte what it was', async () => {
    const text = 'ISA*00~'.repeat(500_000);
    await send(await serve(), {}, { message: JSON.stringify(text) });
    expect(readFileSync(join(folder, 'in/d41f2c9be0.json'), 'utf8') === text).toBe(true);
  });

  it('counts as delivered when an earlier attempt wrote it, and is never written over another', async () => {
    const connection = await serve();
    await send(connection, { name: 'one.json' });
    expect(await send(connection, { name: 'one.json' }, { attempt: 2 })).toMatchObject({ status: 'there' });
    const other = await errorOf(send(connection, { name: 'one.json' }, { key: 'other', message: '"else"' }));
    expect(other).toMatchObject({ code: 'file_exists', class: 'rejected' });
    expect(readFileSync(join(folder, 'in/one.json'), 'utf8')).toBe(RECEIPT_MESSAGE);
    expect(inside()).toEqual(['one.json']);
  });

  it('that an attempt left half-done is begun anew', async () => {
    const [draft] = await (async () => {
      const refusing = await serve({ refuse: 'RENAME' });
      expect(await errorOf(send(refusing))).toMatchObject({ class: 'rejected', code: 'file_refused' });
      return inside();
    })();
    expect(draft).toMatch(/^\.[0-9a-f]{24}\.part$/);
    writeFileSync(join(folder, 'in', draft!), 'half of it, and longer than the message will be '.repeat(50));
    expect(await send(await serve())).toMatchObject({ status: 'written' });
    expect(readFileSync(join(folder, 'in/d41f2c9be0.json'), 'utf8')).toBe(RECEIPT_MESSAGE);
    expect(inside()).toEqual(['d41f2c9be0.json']);
  });

  it('P05: stays in its folder, whatever the message calls it', async () => {
    const connection = await serve();
    for (const name of ['../escaped.json', '/etc/passwd', 'a/b.json', '..', 'a\0b', 'line\nend']) {
      expect(await errorOf(send(connection, { name }))).toMatchObject({ code: 'path_rejected', class: 'rejected' });
    }
    await send(connection, { name: '../esc/aped.json', badName: 'clean' });
    expect(inside()).toHaveLength(1);
    expect(readdirSync(folder)).toEqual(['in']);
    expect(await errorOf(send(connection, { folder: 'none' }))).toMatchObject({ code: 'folder_missing' });
    expect(existsSync(join(folder, 'in/none'))).toBe(false);
  });

  it('waits while the host shows another key than it did', async () => {
    const connection = await serve();
    await send(connection);
    const changed = { ...connection, settings: { ...connection.settings, hostKeys: [`SHA256:${'A'.repeat(43)}`] } };
    expect(await errorOf(send(changed))).toMatchObject({ code: 'host_key_changed', class: 'unavailable' });
  });

  it('goes over a new session once the old one has ended', async () => {
    const connection = await serve();
    await send(connection, {}, { key: 'one' });
    servers[0]!.hangUp();
    await expect
      .poll(async () => (await send(connection, {}, { key: 'two' }).catch(() => null))?.status)
      .toBe('written');
    expect(inside()).toEqual(['one.json', 'two.json']);
  });

  it('asks nothing of a session that it heard end: a host that was restarted is reached at once', async () => {
    const connection = await serve();
    await send(connection, {}, { key: 'one' });
    servers[0]!.hangUp();
    await new Promise((heard) => setTimeout(heard, 200));
    expect(await send(connection, { timeoutS: 5 }, { key: 'two' })).toMatchObject({ status: 'written' });
    expect(servers[0]!.attempts).toHaveLength(2);
  });
});

import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listConnections, listDestinations, putConnection, system } from '@throughline/store';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newKey, openSshServer, type SshServer } from '../support/ssh-server.ts';
import { flowOf, node, openStage, type Stage, until } from '../support/stage.ts';

const PASSWORD = 'a password for this host';
const folder = mkdtempSync(join(tmpdir(), 'throughline-host-key-'));
const key = newKey();
const open = (port: number, hostKey: ReturnType<typeof newKey>) =>
  openSshServer({ folder, user: 'us', password: PASSWORD, port, hostKey });
let stage: Stage;
let host: SshServer;
beforeAll(async () => {
  host = await open(0, newKey());
  stage = await openStage();
  // Somebody to be told; the stage has no people of its own.
  await stage.store.sql`
    insert into app_user (id, email, name, role) values (gen_random_uuid(), 'a@hospital.test', 'A', 'admin')`;
});
afterAll(async () => {
  await stage.close();
  await host.close();
  rmSync(folder, { recursive: true });
});

/** Binds the connection, with these keys of its host pinned. */
const pin = (hostKeys: string[]) =>
  putConnection(stage.store, system('test'), {
    ...{ environment: 'dev', name: 'files', type: 'sftp', secrets: { password: PASSWORD } },
    hosts: [`127.0.0.1:${host.port}`],
    settings: { host: '127.0.0.1', port: host.port, username: 'us', auth: 'password', hostKeys },
  });
const send = async (n: number) => expect((await stage.send('orders', { n })).status).toBe(202);
const arrived = () => readdirSync(folder).sort();
const alarm = async () => (await listConnections(stage.store, 'dev')).find(({ name }) => name === 'files')!.alarm;
const audited = async (act: string) =>
  (await stage.store.sql<{ summary: string }[]>`select summary from audit where act = ${act} order by sequence`).map(
    ({ summary }) => summary,
  );
const notices = () => stage.store.sql<{ kind: string; sentence: string }[]>`select kind, sentence from notice`;

it('a host that shows another key than the pinned gets nothing, alarms once, and gets all once the key is pinned', async () => {
  await pin([host.fingerprint]);
  const files = { connection: 'files', name: { expr: '"order-" & n & ".json"' } };
  await stage.live(
    flowOf(
      'orders',
      [node('in', 'trigger.http', { path: 'orders' }), node('out', 'connector.sftp', files)],
      ['in>out'],
    ),
  );
  await send(1);
  await until(() => arrived().includes('order-1.json'));
  const { port, fingerprint: first } = host;
  await host.close();
  host = await open(port, key);

  await send(2);
  await send(3);
  await until(async () => (await alarm()) !== null);
  expect((await alarm())!.sentence).toContain(host.fingerprint);
  const [destination] = await listDestinations(stage.store, 'dev');
  expect(destination).toMatchObject({ lastError: { code: 'host_key_changed' }, alarm: await alarm() });
  expect(destination!.gate).toMatchObject({ reason: 'host_key_changed' });
  // Past the next try: it still knows one alarm only, and no credential has left.
  await until(async () => (await listDestinations(stage.store, 'dev'))[0]!.failed > 2);
  expect(await notices()).toEqual([
    { kind: 'host_key_changed', sentence: expect.stringMatching(/^The connection files of dev is stopped: .*SHA256:/) },
  ]);
  expect(await audited('connection.alarm')).toEqual(['Stopped the connection files of dev (host_key_changed).']);
  expect(host.attempts).toEqual([]);
  expect(arrived()).toEqual(['order-1.json']);
  expect((await stage.ledger('orders'))['out']).toMatchObject({ accepted: 3, delivered: 1, inFlight: 2 });

  await pin([host.fingerprint]);
  expect(await alarm()).toBeNull();
  expect((await audited('connection.set')).at(-1)).toBe(
    `Changed the connection files of dev, pinned the host key ${host.fingerprint}, unpinned the host key ${first}, with new secrets (password).`,
  );
  await until(() => arrived().length === 3, 30);
  await until(async () => (await stage.ledger('orders'))['out']?.delivered === 3);
  expect((await stage.ledger('orders'))['out']).toMatchObject({ accepted: 3, inFlight: 0 });
}, 90_000);

it('is over by itself when the host shows the pinned key again', async () => {
  const { port } = host;
  const shows = async (hostKey: ReturnType<typeof newKey>) => {
    await host.close();
    host = await open(port, hostKey);
  };
  await shows(newKey());
  await send(4);
  await until(async () => (await alarm()) !== null);
  await shows(key);
  await until(async () => (await alarm()) === null, 30);
  await until(() => arrived().includes('order-4.json'));
}, 60_000);

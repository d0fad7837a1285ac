import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { saveConnection, saveEnvironment } from '@throughline/store';
import { afterAll, beforeAll, expect } from 'vitest';
import { openSshServer, type SshServer } from '../support/ssh-server.ts';
import { flowOf, node, until } from '../support/stage.ts';
import { keepSwapping } from '../support/swap.ts';
import { type Arena, openArena } from './arena.ts';
import { attack } from './case.ts';
import { firstAdmin, type Person } from './people.ts';

/* SECURITY.md P01 and P02: files leave for their own folder and no other place, here and with another system. */
let arena: Arena;
let admin: Person;
let host: SshServer;
/** What a file host shows, and the folder below it that is ours. */
let shown: string;

beforeAll(async () => {
  arena = await openArena({ people: true });
  admin = await firstAdmin(arena);
  const { stage, partner } = arena;
  shown = join(stage.dataFolder, 'host');
  mkdirSync(join(shown, 'ours', 'a-folder'), { recursive: true });
  host = await openSshServer({ folder: shown, user: 'us', password: 'of the file host' });
  const ports = [Number(new URL(partner.url).port), host.port];
  const settings = { egress: [{ to: '127.0.0.1', ports, reason: 'the partners of the attacks' }] };
  await saveEnvironment(stage.store, { name: 'dev', title: 'Dev', colour: 'teal', protected: false, settings });
  await saveConnection(stage.store, {
    ...{ environment: 'dev', name: 'host', type: 'sftp', by: 'test', hosts: [`127.0.0.1:${host.port}`] },
    settings: { ...place(), folder: 'ours' },
    secrets: { password: 'of the file host' },
  });
}, 120_000);
afterAll(async () => {
  await host.close();
  await arena.close();
});
const here = () => arena;
const place = () => ({
  ...{ host: '127.0.0.1', port: host.port, username: 'us', auth: 'password' },
  hostKeys: [host.fingerprint],
});

const ELSEWHERE = [
  '../canary.txt',
  '..',
  '/etc/passwd',
  '..\\canary.txt',
  'a\u0000.json',
  '%2e%2e%2fcanary.txt',
  '․․/canary.txt',
  '．．／canary.txt',
  'x'.repeat(300),
  'CON',
  'a\nb',
  '.hidden',
];

/** Every way to name a place: what the setting is, and whether the message names a folder or a file. */
const WAYS = [
  { type: 'connector.file', setting: 'name' },
  { type: 'connector.file', setting: 'folder' },
  { type: 'connector.sftp', setting: 'name' },
  { type: 'connector.sftp', setting: 'folder' },
];

/** A live flow that writes where its message says; answers its id. */
async function writing({ type, setting }: (typeof WAYS)[number]): Promise<string> {
  const id = `attack-${randomBytes(5).toString('hex')}`;
  const connection = type === 'connector.sftp' ? { connection: 'host' } : {};
  const retry = { firstS: 1, maxS: 1, budgetS: 0 };
  const write = node('write', type, { ...connection, [setting]: { template: '{{ to }}' }, retry });
  await arena.live(flowOf(id, [node('in', 'trigger.http', { path: id }), write], ['in>write']));
  return id;
}

/** Everything that lies in a folder, but the server's own. */
const files = (folder: string) => readdirSync(folder, { recursive: true }).map(String).sort();

for (const way of WAYS) {
  attack('P01', `${way.type}, ${way.setting} of the message`, here, async (_, leaks) => {
    const flow = await writing(way);
    // A first one shows that the way is open, when it leads where it may.
    await until(async () => (await arena.fate(flow, { to: `a-${way.setting}` })).stop === null, 20);
    const before = files(arena.stage.dataFolder);
    for (const to of ELSEWHERE) {
      const { stop } = await arena.fate(flow, { to });
      leaks.push(JSON.stringify(stop));
      expect([to, stop?.code]).toEqual([to, 'path_rejected']);
      expect(stop?.sentence).not.toContain(arena.stage.dataFolder);
    }
    expect(files(arena.stage.dataFolder)).toEqual(before);
  });
}

attack('P01', 'a connection whose folder lies elsewhere is not kept', here, async () => {
  const climbing = ['..', '../other', 'ours/../../other', '/ours/..', 'a\u0000b'];
  for (const folder of [...climbing, '/etc', '.ssh', 'a\\..\\b', '%2e%2e']) {
    const json = { environment: 'dev', type: 'file', settings: { folder } };
    const told = await admin.ask('put', '/connections/place', json);
    expect([folder, told.status]).toEqual([folder, 400]);
  }
  for (const folder of climbing) {
    const json = { environment: 'dev', type: 'sftp', settings: { ...place(), folder } };
    const told = await admin.ask('put', '/connections/place', json);
    expect([folder, told.status]).toEqual([folder, 400]);
  }
  expect(await arena.stage.store.sql`select 1 from connection where name = 'place'`).toEqual([]);
});

attack('P01', 'the web app’s own files and no others', here, async (_, leaks) => {
  for (const path of [
    '/..%2fcanary.txt',
    '/assets/..%2f..%2fcanary.txt',
    '/assets/..%5c..%5ccanary.txt',
    '/%2e%2e/%2e%2e/etc/passwd.svg',
    '/assets/%00.js',
    `/assets/..%2f..%2f..%2f..%2f${encodeURIComponent(arena.canaries.file.slice(1))}`,
  ]) {
    const answer = await fetch(`${arena.url}${path}`);
    leaks.push(await answer.text());
    expect([path, answer.status]).toEqual([path, 404]);
  }
});

attack('P02', 'a link in the drop folder, as a folder and as a file', here, async () => {
  const root = join(arena.stage.dataFolder, 'files', 'dev');
  const away = join(arena.stage.dataFolder, 'away');
  mkdirSync(away);
  symlinkSync(away, join(root, 'led-away'));
  symlinkSync(arena.canaries.file, join(root, 'canary.json'));
  symlinkSync(join(away, 'new.json'), join(root, 'new.json'));
  const folder = await writing({ type: 'connector.file', setting: 'folder' });
  expect((await arena.fate(folder, { to: 'led-away' })).stop?.code).toBe('path_rejected');
  const name = await writing({ type: 'connector.file', setting: 'name' });
  for (const to of ['canary.json', 'new.json']) {
    expect([to, (await arena.fate(name, { to })).stop?.code]).toEqual([to, 'path_rejected']);
  }
  expect(readdirSync(away)).toEqual([]);
});

attack(
  'P02',
  'a folder that changes places with a link while files are written',
  here,
  async () => {
    const root = join(arena.stage.dataFolder, 'files', 'dev');
    const own = join(root, 'swapped');
    const lure = join(arena.stage.dataFolder, 'lure');
    for (const folder of [own, lure]) mkdirSync(folder);
    // Five failures in a row stop a destination: many of them, so that many attempts are made while the folder changes places.
    const flows: string[] = [];
    for (let i = 0; i < 30; i++) flows.push(await writing({ type: 'connector.file', setting: 'folder' }));
    const swapping = await keepSwapping(own, lure);
    const many = Array.from({ length: 10 }, (_, n) => ({ to: 'swapped', n }));
    for (const message of many) {
      for (const flow of flows) expect((await arena.post(flow, message)).status).toBe(202);
    }
    const count = async (fate: 'delivered' | 'quarantined') => {
      let sum = 0;
      for (const flow of flows) sum += (await arena.stage.ledger(flow))['write']?.[fate] ?? 0;
      return sum;
    };
    const settled = async () => (await count('delivered')) + (await count('quarantined'));
    await until(async () => (await settled()) >= flows.length * 5, 40);
    expect(await swapping.stop()).toBeGreaterThan(100);
    await until(async () => (await settled()) === flows.length * many.length, 40);
    expect(readdirSync(lure)).toEqual([]);
    const written = files(root).filter((name) => /swapped(-aside-\d+)?\/[^/]+\.json$/.test(name));
    expect(written).toHaveLength(await count('delivered'));
  },
  120,
);

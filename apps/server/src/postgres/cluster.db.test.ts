import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Cluster, openCluster } from './cluster.ts';
import { commandOf, isAlive, isGoneWithin } from './processes.ts';

/** A cluster made once and copied for each test that does not ask for its making. */
let pristine: string;
let folder: string;
let opened: Cluster[];
let said: string[];

beforeAll(async () => {
  pristine = mkdtempSync(join(tmpdir(), 'throughline-pristine-'));
  await (await openCluster({ folder: pristine, log: () => {} })).close();
});

afterAll(() => rmSync(pristine, { recursive: true, force: true }));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'throughline-cluster-'));
  opened = [];
  said = [];
});

afterEach(async () => {
  for (const cluster of opened) await cluster.close('now');
  rmSync(folder, { recursive: true, force: true });
});

async function open(at = folder): Promise<Cluster> {
  const cluster = await openCluster({ folder: at, log: (line) => said.push(line) });
  opened.push(cluster);
  return cluster;
}

function lay(): void {
  execFileSync('cp', ['-a', `${pristine}/.`, folder]);
}

function postmasterPid(at = folder): number {
  return Number(readFileSync(join(at, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]);
}

/** A server in a process of its own, as `start` would be, ready to be killed. */
async function openElsewhere(): Promise<number> {
  const cluster = fileURLToPath(new URL('./cluster.ts', import.meta.url));
  const script = `const { openCluster } = await import(${JSON.stringify(cluster)});
    await openCluster({ folder: ${JSON.stringify(folder)}, log() {} }); console.log('up'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  return child.pid as number;
}

it('makes a cluster once and takes it up again', async () => {
  await (await open()).close();
  const password = readFileSync(join(folder, 'postgres.password'), 'utf8');
  const started = performance.now();
  const again = await open();
  expect(performance.now() - started).toBeLessThan(1000);
  expect(again.url).toContain(password.trim());
  expect(said).toEqual([`PostgreSQL has a new home in ${folder}/postgres`]);
});

it('never runs as root, and keeps its password to its owner', async () => {
  lay();
  await open();
  const uid = execFileSync('stat', ['-c', '%u', `/proc/${postmasterPid()}`], { encoding: 'utf8' }).trim();
  expect(uid).not.toBe('0');
  expect(execFileSync('stat', ['-c', '%a', join(folder, 'postgres.password')], { encoding: 'utf8' }).trim()).toBe(
    '600',
  );
});

it('leaves nothing running when closed', async () => {
  lay();
  const cluster = await open();
  const pid = postmasterPid();
  await cluster.close();
  expect(isAlive(pid)).toBe(false);
  expect(existsSync(join(folder, 'server.claim'))).toBe(false);
});

it('says in one sentence that another server uses the folder', async () => {
  lay();
  await open();
  await expect(open()).rejects.toThrow(`Another Throughline server (process ${process.pid}) is using ${folder};`);
});

it('starts again after the server was killed', async () => {
  lay();
  const server = await openElsewhere();
  const pid = postmasterPid();
  process.kill(server, 'SIGKILL');
  expect(await isGoneWithin(server, 2000)).toBe(true);
  await open();
  expect(isAlive(pid)).toBe(false);
});

it('stops a PostgreSQL that a killed server left running', async () => {
  lay();
  const server = await openElsewhere();
  const pid = postmasterPid();
  process.kill(pid, 'SIGSTOP');
  process.kill(server, 'SIGKILL');
  expect(await isGoneWithin(server, 2000)).toBe(true);
  setTimeout(() => process.kill(pid, 'SIGCONT'), 300);
  await open();
  expect(isAlive(pid)).toBe(false);
});

it('starts again after both were killed', async () => {
  lay();
  const server = await openElsewhere();
  process.kill(postmasterPid(), 'SIGKILL');
  process.kill(server, 'SIGKILL');
  expect(await isGoneWithin(server, 2000)).toBe(true);
  await open();
  expect(commandOf(postmasterPid())).toContain(folder);
});

it('brings PostgreSQL back on the same address when it dies', async () => {
  lay();
  const cluster = await open();
  const pid = postmasterPid();
  process.kill(pid, 'SIGKILL');
  while (!said.includes('PostgreSQL is back')) await pause(50);
  expect(postmasterPid()).not.toBe(pid);
  expect(readFileSync(join(folder, 'postgres/postmaster.pid'), 'utf8')).toContain(`\n${new URL(cluster.url).port}\n`);
});

it('clears a pid file whose number is now another program', async () => {
  lay();
  writeFileSync(join(folder, 'postgres/postmaster.pid'), `${process.pid}\n${folder}/postgres\n1\n1\n\n\n\nready\n`);
  await open();
  expect(postmasterPid()).not.toBe(process.pid);
});

it('repairs a first start that was killed half-way', async () => {
  mkdirSync(join(folder, 'postgres.new/base'), { recursive: true });
  writeFileSync(join(folder, 'postgres.new/PG_VERSION'), '18\n');
  await open();
  expect(existsSync(join(folder, 'postgres.new'))).toBe(false);
});

it('takes over the claim of a server that is gone', async () => {
  lay();
  writeFileSync(join(folder, 'server.claim'), '999999 some-boot/1\n');
  await open();
  expect(readFileSync(join(folder, 'server.claim'), 'utf8')).toContain(`${process.pid} `);
});

it('refuses data of another PostgreSQL', async () => {
  mkdirSync(join(folder, 'postgres'));
  writeFileSync(join(folder, 'postgres/PG_VERSION'), '16\n');
  await expect(open()).rejects.toThrow('was written by PostgreSQL 16, and this release brings 18');
});

it('refuses a folder that holds something else', async () => {
  mkdirSync(join(folder, 'postgres'));
  await expect(open()).rejects.toThrow('holds no PostgreSQL data; move it away');
});

it('refuses a folder below a file', async () => {
  writeFileSync(join(folder, 'notes'), '');
  await expect(open(join(folder, 'notes/data'))).rejects.toThrow('is or lies below a file');
});

it('says that the disk is full', async ({ skip }) => {
  const small = join(folder, 'small');
  mkdirSync(small);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', small], { stdio: 'pipe' });
  } catch {
    skip('a small disk can only be mounted by root');
  }
  try {
    await expect(open(small)).rejects.toThrow(/has \d+ MB free and a new database wants 200 MB; free some space/);
  } finally {
    execFileSync('umount', [small]);
  }
});

it('says that the disk filled up later', async ({ skip }) => {
  const small = join(folder, 'small');
  mkdirSync(small);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=300m', 'tmpfs', small], { stdio: 'pipe' });
  } catch {
    skip('a small disk can only be mounted by root');
  }
  try {
    await (await open(small)).close();
    try {
      execFileSync('dd', ['if=/dev/zero', `of=${join(small, 'filler')}`, 'bs=1M'], { stdio: 'pipe' });
    } catch {
      // dd ends with an error when the disk is full, which is what it is for.
    }
    await expect(open(small)).rejects.toThrow(/The disk that holds .* is full/);
  } finally {
    execFileSync('umount', [small]);
  }
});

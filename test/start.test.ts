import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { freePort } from './support/port.ts';

// A whole server starts twice in some of them, beside whatever else the machine does.
vi.setConfig({ testTimeout: 90_000 });

const entry = fileURLToPath(new URL('../apps/server/src/start.ts', import.meta.url));

let folder: string;
let running: ChildProcess[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'throughline-start-'));
  running = [];
});

afterEach(async () => {
  for (const child of running) if (child.exitCode === null && child.signalCode === null) await ended(child, 'SIGINT');
  rmSync(folder, { recursive: true, force: true });
});

async function freePorts(): Promise<[number, number]> {
  return [await freePort(), await freePort()];
}

function start(args: string[], env: Record<string, string> = {}) {
  const { DATABASE_URL: _, ...clean } = process.env;
  const child = spawn(process.execPath, [entry, '--data', folder, ...args], {
    detached: true,
    env: { ...clean, ...env },
    stdio: 'pipe',
  });
  running.push(child);
  let output = '';
  const gather = (text: Buffer) => {
    output += text;
  };
  child.stdout.on('data', gather);
  child.stderr.on('data', gather);
  return { child, output: () => output };
}

async function startUp(ports: [number, number], ...args: string[]) {
  const { child, output } = start(['--port', String(ports[0]), '--mllp-port', String(ports[1]), ...args]);
  const exit = once(child, 'exit');
  while (!output().includes('First admin')) {
    if (child.exitCode !== null) throw new Error(`start ended: ${output()}`);
    await Promise.race([exit, new Promise((resolve) => setTimeout(resolve, 20))]);
  }
  return { child, output };
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  const exit = once(child, 'exit');
  child.kill(signal);
  return (await exit)[0] as number | null;
}

async function refusal(args: string[], env?: Record<string, string>): Promise<string> {
  const { child, output } = start(args, env);
  expect((await once(child, 'close'))[0]).toBe(1);
  return output().trim();
}

it('starts, answers, stops on Ctrl-C with exit code 0, and takes up the same data', async () => {
  const ports = await freePorts();
  const first = await startUp(ports);
  expect(await (await fetch(`http://127.0.0.1:${ports[0]}/healthz`)).json()).toMatchObject({ status: 'ok' });
  const password = /password (\S+)/.exec(first.output())?.[1];
  expect(await ended(first.child, 'SIGINT')).toBe(0);
  await expect(fetch(`http://127.0.0.1:${ports[0]}/healthz`)).rejects.toThrow();

  const second = await startUp(ports);
  expect(second.output()).toContain(`password ${password}`);
  expect(await ended(second.child, 'SIGTERM')).toBe(0);
});

it("stops on a terminal's Ctrl-C, which reaches every process below it", async () => {
  const ports = await freePorts();
  const { child } = await startUp(ports);
  const exit = once(child, 'exit');
  process.kill(-(child.pid as number), 'SIGINT');
  expect(await exit).toEqual([0, null]);
});

it('starts after a kill -9', async () => {
  const ports = await freePorts();
  const first = await startUp(ports);
  await ended(first.child, 'SIGKILL');
  const second = await startUp(ports);
  expect((await fetch(`http://127.0.0.1:${ports[0]}/healthz`)).status).toBe(200);
  expect(await ended(second.child, 'SIGINT')).toBe(0);
});

it('stops in the middle of its first start and leaves nothing behind', async () => {
  const ports = await freePorts();
  const { child, output } = start(['--port', String(ports[0]), '--mllp-port', String(ports[1])]);
  while (!output().includes('Opening the embedded PostgreSQL')) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(await ended(child, 'SIGINT')).toBe(0);
  expect(() => readFileSync(join(folder, 'postgres/postmaster.pid'))).toThrow('ENOENT');
});

it('says in one sentence that a port is taken', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as { port: number };
  expect(await refusal(['--port', String(port)])).toBe(
    `Port ${port} on 127.0.0.1 is taken by another program; stop it, or choose another with --port ${port + 1}.`,
  );
  const free = await freePort();
  expect(await refusal(['--port', String(free), '--mllp-port', String(port)])).toContain('--mllp-port');
  taken.close();
});

it('says in one sentence what is wrong with an option', async () => {
  expect(await refusal(['--prot', '1'])).toBe("Unknown option '--prot'; --help lists the options.");
  expect(await refusal(['--port', '99999'])).toBe('--port takes a port from 1 to 65535, not "99999".');
  expect(await refusal(['--roles', 'api,cook'])).toContain('not "cook"');
});

it('says in one sentence what is wrong with DATABASE_URL', async () => {
  const ports = await freePorts();
  const args = ['--port', String(ports[0]), '--mllp-port', String(ports[1])];
  expect(await refusal(args, { DATABASE_URL: 'mysql://localhost' })).toMatch(
    /DATABASE_URL is no PostgreSQL address;.*$/,
  );
});

import { execFile, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { nodeCommand, planCage } from './cage.ts';
import { code, entry, isAlive, line, watchedSandbox } from './testing.ts';

const execute = promisify(execFile);

const BURGLAR = `
import fs from 'node:fs';
import net from 'node:net';
import process from 'node:process';
const tried = {};
const attempt = (name, act) => { try { tried[name] = act() ?? 'done' } catch (error) { tried[name] = 'refused ' + error.code } };
attempt('read', () => fs.readFileSync(process.argv[2], 'utf8'));
attempt('passwd', () => fs.readFileSync('/etc/passwd', 'utf8'));
attempt('environ', () => fs.readFileSync('/proc/' + process.ppid + '/environ', 'utf8'));
attempt('write', () => fs.writeFileSync('/tmp/burglar', 'x'));
attempt('spawn', () => process.getBuiltinModule('child_process').spawnSync('id'));
attempt('worker', () => new (process.getBuiltinModule('worker_threads').Worker)('1', { eval: true }));
tried.uid = process.getuid();
tried.env = Object.keys(process.env);
const socket = net.connect(Number(process.argv[3]), '127.0.0.1');
socket.on('connect', () => { tried.connect = 'done'; tell(); });
socket.on('error', (error) => { tried.connect = 'refused ' + error.code; tell(); });
function tell() { console.log(JSON.stringify(tried)); process.exit(0); }
`;

test('S08 arbitrary code in the child finds every wall that the report says is up', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cage-'));
  const file = join(folder, 'burglar.mjs');
  writeFileSync(file, BURGLAR);
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  try {
    process.env['CANARY'] = 'secret';
    chmodSync(folder, 0o755);
    const { cage, prefix } = await planCage([file]);
    const port = String((server.address() as { port: number }).port);
    const [command, ...args] = [...prefix, ...nodeCommand([file], [join(import.meta.dirname, 'cage.ts'), port])];
    const { stdout } = await execute(command as string, args, { env: {} });
    const tried = JSON.parse(stdout);
    for (const act of ['read', 'passwd', 'environ', 'write', 'spawn', 'worker'])
      expect(tried[act], act).toBe('refused ERR_ACCESS_DENIED');
    expect(tried.env.filter((name: string) => name !== '__CF_USER_TEXT_ENCODING')).toEqual([]);
    expect(cage).toMatchObject({ permission: 'up', environment: 'up' });
    if (cage.network === 'up')
      expect(tried.connect).toMatch(/^refused E(NETUNREACH|CONNREFUSED|HOSTUNREACH|ADDRNOTAVAIL)/);
    if (cage.user === 'up') expect(tried.uid).not.toBe(process.getuid?.());
  } finally {
    server.close();
    rmSync(folder, { recursive: true });
  }
});

test('a file that the unprivileged user cannot read takes that wall down and no other', async () => {
  const { cage } = await planCage(['/nowhere/at/all']);
  if (process.getuid?.() === 0) expect(cage.user).toMatch(/^down: /);
  expect(cage.permission).toBe('up');
});

test('the report is the sandbox’s own, and children come up behind it', async () => {
  const sandbox = watchedSandbox({ children: 2 });
  const runs = await Promise.all(
    Array.from({ length: 8 }, (_, n) => sandbox.run(line(code('return message.n;')), [entry({ n })])),
  );
  expect(runs.map(([result]) => result?.exits[0]?.message)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7']);
  const cage = await sandbox.cage();
  const ready = sandbox.events.filter((one) => one.event === 'child-ready');
  expect(ready.map((one) => one.cage)).toEqual([cage, cage]);
  expect(await sandbox.closeAndCount()).toEqual([]);
  await expect(sandbox.run(line(code('return 1;')), [entry({})])).rejects.toThrow('closed');
});

test('closing while a run is under way rejects it and leaves nobody behind', async () => {
  const sandbox = watchedSandbox();
  const hung = sandbox.run(line(code('for (;;);')), [entry({})]);
  const seen = expect(hung).rejects.toThrow('closed');
  await sleep(300);
  expect(await sandbox.closeAndCount()).toEqual([]);
  await seen;
});

test('a table that cannot be loaded rejects the run, and the next one tries again', async () => {
  let broken = true;
  const sandbox = watchedSandbox({
    loadTable: async () => {
      if (broken) throw new Error('database is down');
      return '{"key":["k"],"effective":false,"rows":[{"k":"a","v":1}]}';
    },
  });
  const program = { ...line(code("return lookup('t', 'a').v;")), tables: [{ name: 't', id: 't@1' }] };
  await expect(sandbox.run(program, [entry({})])).rejects.toThrow('database is down');
  broken = false;
  expect((await sandbox.run(program, [entry({})]))[0]?.exits[0]?.message).toBe('1');
  expect(await sandbox.closeAndCount()).toEqual([]);
});

test('a parent that is killed leaves no child, not even one that is stuck', async () => {
  const script = `import { watchedSandbox, line, code, entry } from './testing.ts';
    const sandbox = watchedSandbox({ limits: { killMs: 60_000 } });
    await sandbox.run(line(code('return 1;')), [entry({})]);
    console.log(sandbox.events[0].pid);
    await sandbox.run(line(code('return new Array(2 ** 27).fill(1.5).sort();')), [entry({})]);`;
  const args = ['--disable-warning=ExperimentalWarning', '--input-type=module-typescript', '--eval', script];
  const parent = spawn(process.execPath, args, { cwd: import.meta.dirname, stdio: ['ignore', 'pipe', 'inherit'] });
  const pid = Number(await new Promise<Buffer>((resolve) => parent.stdout.once('data', resolve)));
  await sleep(300);
  parent.kill('SIGKILL');
  await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
});

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { flowOf, node, until } from '../support/stage.ts';
import { amount, fault, type Scene } from './harness/fault.ts';
import { orders, usage } from './harness/flows.ts';
import { readJournal } from './harness/journal.ts';
import type { Told } from './harness/source.ts';

const SMALL_WAL = {
  ...{ min_wal_size: '32MB', max_wal_size: '48MB', shared_buffers: '32MB', wal_buffers: '1MB', max_connections: '50' },
  ...{ maintenance_work_mem: '16MB' },
};

/** A disk of so many megabytes in memory; skips where this user may not mount one. */
function smallDisk(scene: Scene, megabytes: number): { path: string; free(): number; close(): void } {
  const path = mkdtempSync(join(tmpdir(), 'throughline-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0755`, 'tmpfs', path], { stdio: 'pipe' });
  } catch {
    rmSync(path, { recursive: true });
    return scene.skip('a full disk needs a mount of its own, and this user may not mount one');
  }
  return {
    path,
    free: () => {
      const { bavail, bsize } = statfsSync(path);
      return bavail * bsize;
    },
    close: () => {
      execFileSync('umount', ['-l', path]);
      rmSync(path, { recursive: true, force: true });
    },
  };
}

fault(
  'F10',
  'the disk of the database is full for twenty seconds',
  async (scene) => {
    const disk = smallDisk(scene, 400);
    const filler = join(disk.path, 'filler');
    const world = await scene.open({ flows: [orders(), usage()], disk: disk.path, postgres: SMALL_WAL });
    world.onClose(async () => void setTimeout(disk.close, 0));
    const server = await world.start();
    const load = world.load({ count: amount(600), rate: 20, padding: 20_000 });
    await until(() => load.accepted() > 100, 60);
    const ended = world.outage(20);
    writeFileSync(filler, Buffer.alloc(Math.max(0, disk.free() - 2_000_000)));
    await new Promise((resolve) => setTimeout(resolve, 20_000));
    rmSync(filler);
    ended();
    await load.done;
    expect(server.isGone).toBe(false);
    const told = world.journals.told.flatMap((path) => readJournal<Told>(path));
    const refused = told.filter(({ answer }) => answer === 'refused').map(({ status }) => status);
    expect(refused.length).toBeGreaterThan(0);
    expect([...new Set(refused)]).toEqual(['503']);
    await scene.survives(world, { duplicates: 128, drainS: 120 });
  },
  300,
);

fault('F10', 'the disk that files are delivered to is full for twenty seconds', async (scene) => {
  const disk = smallDisk(scene, 32);
  const keys = {
    idempotency: ['id'],
    order: null,
    business: [{ name: 'id', path: 'id', class: 'open' }],
    correlation: null,
  };
  const retry = { firstS: 0.5, maxS: 3, budgetS: 3600 };
  const flow = flowOf(
    'files',
    [node('in', 'trigger.http', { path: 'files', keys }), node('file', 'connector.file', { folder: 'out', retry })],
    ['in>file'],
  );
  const world = await scene.open({ flows: [flow] });
  const files = join(world.folder, 'data/files/dev');
  mkdirSync(files, { recursive: true });
  execFileSync('mount', ['--bind', disk.path, files]);
  world.onClose(async () => {
    for (const server of world.servers) await server.end();
    execFileSync('umount', ['-l', files]);
    disk.close();
  });
  await world.start();
  await world.load({ count: 50, padding: 20_000 }).done;
  await world.drained(60);
  const filler = join(disk.path, 'filler');
  writeFileSync(filler, Buffer.alloc(disk.free() - 100_000));
  const load = world.load({ count: 100, padding: 20_000 });
  await load.done;
  await new Promise((resolve) => setTimeout(resolve, 20_000));
  rmSync(filler);
  await world.drained(90);
  const written = readdirSync(join(disk.path, 'out'));
  expect(written.filter((name) => !name.endsWith('.json'))).toEqual([]);
  expect(written).toHaveLength(150);
});

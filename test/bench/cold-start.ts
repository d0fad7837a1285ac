import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../support/port.ts';
import type { Bench } from './main.ts';
import { median, round } from './measure.ts';

const pathOf = (place: string) => fileURLToPath(new URL(place, import.meta.url));
/** As package.json has it. */
const START = [
  '--disable-warning=ExperimentalWarning',
  '--import',
  pathOf('../support/right-node.js'),
  pathOf('../../apps/server/src/start.ts'),
];
const PATIENCE_MS = 120_000;

/** `start` with the demo hospital: on an empty folder once, then again and again on the same one, each until it is ready. */
export const coldStart: Bench = async ({ rounds }) => {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-cold-'));
  chmodSync(folder, 0o755);
  try {
    const firstMs = await readyIn(folder);
    const againMs: number[] = [];
    for (let i = 0; i < (rounds ?? 3); i++) againMs.push(await readyIn(folder));
    const value = round(median(againMs));
    return {
      firstMs: round(firstMs),
      againMs: againMs.map(round),
      readyMs: value,
      targets: [{ figure: 'readyMs', value, atMost: 4000 }],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

async function readyIn(folder: string): Promise<number> {
  const [port, mllpPort] = [await freePort(), await freePort()];
  const began = performance.now();
  const args = ['--data', folder, '--port', String(port), '--mllp-port', String(mllpPort), '--quiet'];
  const child = spawn(process.execPath, [...START, ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  try {
    while (!(await isReady(port))) {
      if (child.exitCode !== null)
        throw new Error(`start ended with code ${child.exitCode} instead of becoming ready.`);
      if (performance.now() - began > PATIENCE_MS) throw new Error('start was not ready within two minutes.');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return performance.now() - began;
  } finally {
    child.kill('SIGTERM');
    await gone;
  }
}

async function isReady(port: number): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null);
  await answer?.arrayBuffer();
  return answer?.status === 200;
}

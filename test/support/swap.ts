import { Worker } from 'node:worker_threads';

/* As an attacker with a hand in the folder would: without a pause, and whatever somebody else puts there meanwhile. */
const LOOP = `
const { renameSync, symlinkSync, unlinkSync } = require('node:fs');
const { parentPort, workerData: { folder, lure, over } } = require('node:worker_threads');
const attempt = (move, ...names) => { try { move(...names); } catch {} };
let turns = 0;
parentPort.postMessage('begun');
while (Atomics.load(over, 0) === 0) {
  const aside = folder + '-aside-' + ++turns;
  attempt(renameSync, folder, aside);
  attempt(symlinkSync, lure, folder);
  attempt(unlinkSync, folder);
  attempt(renameSync, aside, folder);
}
parentPort.postMessage(turns);`;

/** Keeps a folder changing places with a link to the lure; `stop` answers how often it did. */
export async function keepSwapping(folder: string, lure: string): Promise<{ stop(): Promise<number> }> {
  const over = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(LOOP, { eval: true, workerData: { folder, lure, over } });
  const said = () => new Promise<unknown>((resolve) => worker.once('message', resolve));
  await said();
  return {
    async stop() {
      const turns = said();
      Atomics.store(over, 0, 1);
      const count = Number(await turns);
      await worker.terminate();
      return count;
    },
  };
}

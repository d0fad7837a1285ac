import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errnoOf, folderFailure, StartFailure } from './failure.ts';
import { bornAt } from './processes.ts';

/**
 * Claims a data folder for this process, so that two servers never share one cluster. A claim whose process is gone is taken
 * over. Returns the release. Throws StartFailure `data_in_use`.
 */
export function claimFolder(folder: string): () => void {
  const claim = join(folder, 'server.claim');
  const mine = join(folder, `server.claim.${process.pid}`);
  const text = `${process.pid} ${bornAt(process.pid)}\n`;
  try {
    writeFileSync(mine, text, { mode: 0o644 });
    while (!linked(mine, claim)) takeOver(claim, folder);
  } catch (error) {
    throw folderFailure(folder, error);
  } finally {
    rmSync(mine, { force: true });
  }
  return () => {
    if (read(claim) === text) rmSync(claim, { force: true });
  };
}

/** Sets an abandoned claim aside; one that a faster starter has renewed in the meantime goes back to its place. */
function takeOver(claim: string, folder: string): void {
  const seen = read(claim);
  if (seen === undefined) return;
  const [pid = '', born] = seen.trim().split(' ');
  if (born !== undefined && bornAt(Number(pid)) === born) {
    throw new StartFailure(
      'data_in_use',
      `Another Throughline server (process ${pid}) is using ${folder}; stop it, or start this one with its own --data folder.`,
    );
  }
  const aside = `${claim}.${process.pid}.old`;
  try {
    renameSync(claim, aside);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return;
    throw error;
  }
  if (read(aside) !== seen) linked(aside, claim);
  rmSync(aside, { force: true });
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return false;
    throw error;
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

import { mkdirSync } from 'node:fs';
import { totalmem } from 'node:os';
import { resolve } from 'node:path';
import { type Account, accountFor } from './account.ts';
import { findBinaries } from './binaries.ts';
import { claimFolder } from './claim.ts';
import { APPLICATION, createUnlessThere, makeApplicationRole, placesIn, readPassword } from './create.ts';
import { folderFailure } from './failure.ts';
import { freePort, type Postmaster, startPostmaster, stopLeftover, stopPostmaster } from './postmaster.ts';
import { settingsFor } from './settings.ts';

export interface Cluster {
  /** Opens the database `throughline` as its owner, who may also create databases. */
  url: string;
  /** Opens it as the role that the server works by, which owns nothing. */
  applicationUrl: string;
  /** Resolves when nothing of it runs any more. `now` gives up open transactions; the next start recovers. */
  close(how?: 'fast' | 'now'): Promise<void>;
}

export interface ClusterOptions {
  /** Made when missing; the cluster lives in its `postgres` folder. */
  folder: string;
  log: (line: string) => void;
  /** Laid over the usual settings, by PostgreSQL's names. */
  settings?: Record<string, string>;
}

/**
 * Opens the embedded PostgreSQL of a data folder, making it at the first start, and keeps it running until closed: when
 * PostgreSQL dies under it, it comes back on the same address. Every refusal is a StartFailure with one sentence.
 */
export async function openCluster({ folder: given, log, settings = {} }: ClusterOptions): Promise<Cluster> {
  const folder = resolve(given);
  const binaries = findBinaries();
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw folderFailure(folder, error);
  }
  const release = claimFolder(folder);
  try {
    const account = accountFor(placesIn(folder).data, [binaries.postgres, placesIn(folder).data]);
    if (await createUnlessThere(folder, binaries, account))
      log(`PostgreSQL has a new home in ${placesIn(folder).data}`);
    await stopLeftover(folder, log);
    await makeApplicationRole(folder, binaries, account);
    const all = { ...settingsFor(totalmem()), ...settings };
    return await keepRunning(folder, binaries.postgres, account, all, log, release);
  } catch (error) {
    release();
    throw error;
  }
}

async function keepRunning(
  folder: string,
  program: string,
  account: Account,
  settings: Record<string, string>,
  log: (line: string) => void,
  release: () => void,
): Promise<Cluster> {
  const port = await freePort();
  const start = () => startPostmaster(folder, program, account, settings, port, log);
  let current: Postmaster = await start();
  let closing = false;

  const watch = (postmaster: Postmaster): Promise<void> =>
    postmaster.ended.then(async (how) => {
      if (closing) return;
      log(`PostgreSQL ended by itself (${how}); starting it again`);
      for (let delayMs = 100; !closing; delayMs = Math.min(delayMs * 2, 5000)) {
        try {
          current = await start();
          watched = watch(current);
          log('PostgreSQL is back');
          return;
        } catch (error) {
          log(error instanceof Error ? error.message : String(error));
          await new Promise((go) => setTimeout(go, delayMs));
        }
      }
    });
  let watched = watch(current);

  return {
    url: `postgres://throughline:${readPassword(folder)}@127.0.0.1:${port}/throughline`,
    applicationUrl: `postgres://${APPLICATION}:${readPassword(folder, 'applicationPassword')}@127.0.0.1:${port}/throughline`,
    close: async (how = 'fast') => {
      closing = true;
      for (let pid = 0; pid !== current.pid; ) {
        pid = current.pid;
        await stopPostmaster(folder, pid, how === 'fast' ? 'SIGINT' : 'SIGQUIT');
        await watched;
      }
      release();
    },
  };
}
